using System.Diagnostics;
using System.Management.Automation;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Views;

/// <summary>Shows how far reading has come, at most twice a second, and not at all when it is over sooner than that.</summary>
internal sealed class ReadProgress(Cmdlet cmdlet, string activity) : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    private readonly Stopwatch _total = Stopwatch.StartNew();
    private TimeSpan _last;
    private bool _isShown;

    public void Update(LogReadReport report)
    {
        if (_total.Elapsed - _last < Every || report.TotalBytes == 0)
        {
            return;
        }

        _last = _total.Elapsed;
        _isShown = true;
        double done = Math.Min(1, (double)report.BytesConsumed / report.TotalBytes);
        cmdlet.WriteProgress(new ProgressRecord(0, activity, $"{Size(report.BytesConsumed)} of {Size(report.TotalBytes)}")
        {
            CurrentOperation = TerminalText.OneLine(report.CurrentSource),
            PercentComplete = (int)(done * 100),
            SecondsRemaining = done > 0 ? (int)(_total.Elapsed.TotalSeconds * (1 - done) / done) : -1,
        });
    }

    public void Dispose()
    {
        if (_isShown)
        {
            _isShown = false;
            cmdlet.WriteProgress(new ProgressRecord(0, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private static string Size(long bytes) => FormattableString.Invariant($"{bytes / 1048576.0:N1} MiB");
}
