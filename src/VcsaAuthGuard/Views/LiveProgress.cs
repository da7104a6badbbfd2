using System.Diagnostics;
using System.Management.Automation;
using VcsaAuthGuard.LiveServers;

namespace VcsaAuthGuard.Views;

/// <summary>Shows how far the reading of running servers has come, at most twice a second.</summary>
internal sealed class LiveProgress(Cmdlet cmdlet, int servers) : IDisposable
{
    private const string Activity = "Reading vCenter Server over its API";

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    private readonly Stopwatch _total = Stopwatch.StartNew();
    private readonly List<LiveReader> _readers = [];
    private TimeSpan _last;
    private bool _isShown;
    private int _done;

    public void Add(LiveReader reader) => _readers.Add(reader);

    public void Complete() => _done++;

    public void Update()
    {
        if (_total.Elapsed - _last < Every)
        {
            return;
        }

        _last = _total.Elapsed;
        _isShown = true;
        long total = _readers.Sum(reader => reader.TotalLines);
        long read = _readers.Sum(reader => reader.LinesRead);
        string status = FormattableString.Invariant($"{_done} of {servers} servers, {read:N0} of {total:N0} lines");
        cmdlet.WriteProgress(new ProgressRecord(0, Activity, status)
        {
            PercentComplete = total == 0 ? -1 : (int)Math.Min(100, 100 * read / total),
        });
    }

    public void Dispose()
    {
        if (_isShown)
        {
            _isShown = false;
            cmdlet.WriteProgress(new ProgressRecord(0, Activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }
}
