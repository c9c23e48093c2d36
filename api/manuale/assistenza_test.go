package manuale

import (
	"runtime/debug"
	"testing"
)

func TestVersionIsTheRevisionWithItsDay(t *testing.T) {
	t.Parallel()
	revisione := debug.BuildSetting{Key: "vcs.revision", Value: "1506362d5dfaf08992beec376b20d08b384789df"}
	tests := map[string]struct {
		voci []debug.BuildSetting
		want string
	}{
		"release":       {[]debug.BuildSetting{revisione, {Key: "vcs.time", Value: "2026-11-22T23:30:00Z"}, {Key: "vcs.modified", Value: "false"}}, "1506362d del 23/11/2026"},
		"changed since": {[]debug.BuildSetting{revisione, {Key: "vcs.modified", Value: "true"}}, "1506362d, modificata"},
		"no sources":    {nil, "di sviluppo"},
	}
	for nome, tt := range tests {
		t.Run(nome, func(t *testing.T) {
			t.Parallel()
			if got := versioneDi(tt.voci); got != tt.want {
				t.Errorf("versioneDi = %q, want %q", got, tt.want)
			}
		})
	}
}
