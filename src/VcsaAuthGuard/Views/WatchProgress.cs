using System.Diagnostics;
using System.Management.Automation;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Views;

/// <summary>Shows what is watched, since when, and what was found, at most twice a second.</summary>
internal sealed class WatchProgress(Cmdlet cmdlet, IReadOnlyList<string> names, DateTime start) : IDisposable
{
    private const int NamesShown = 3;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    private readonly Stopwatch _last = new();
    private readonly string _activity = "Watching " + string.Join(", ", names.Take(NamesShown).Select(TerminalText.OneLine))
        + (names.Count > NamesShown ? FormattableString.Invariant($" and {names.Count - NamesShown} more") : "");

    private long _faults;
    private long _bursts;
    private bool _isShown;

    public void Update(IReadOnlyList<WatchEvent> events)
    {
        _faults += events.Count(item => item.Fault is not null);
        _bursts += events.Count(item => item.Burst is { IsOpen: true });
        if (_last.IsRunning && _last.Elapsed < Every)
        {
            return;
        }

        _last.Restart();
        _isShown = true;
        string status = FormattableString.Invariant(
            $"Since {start:yyyy-MM-dd HH:mm:ss}Z: {Phrases.Count(_faults, "fault")}, {Phrases.Count(_bursts, "burst")}. Ctrl+C ends.");
        cmdlet.WriteProgress(new ProgressRecord(0, _activity, status));
    }

    public void Dispose()
    {
        if (_isShown)
        {
            _isShown = false;
            cmdlet.WriteProgress(new ProgressRecord(0, _activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }
}
