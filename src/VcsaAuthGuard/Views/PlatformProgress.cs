using System.Diagnostics;
using System.Management.Automation;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.LogPlatforms;

namespace VcsaAuthGuard.Views;

/// <summary>Shows how far a platform's logs have been read, at most twice a second.</summary>
internal sealed class PlatformProgress(Cmdlet cmdlet, PlatformOptions options) : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    private readonly Stopwatch _total = Stopwatch.StartNew();
    private readonly string _activity = $"Reading {options.Platform} {options.Address.Authority}";
    private TimeSpan _last;
    private bool _isShown;

    public void Update(PlatformLogs logs)
    {
        if (_total.Elapsed - _last < Every || logs.LastTime is not DateTimeOffset time)
        {
            return;
        }

        _last = _total.Elapsed;
        _isShown = true;
        double done = (time - options.After).TotalSeconds / (options.Before - options.After).TotalSeconds;
        cmdlet.WriteProgress(
            new ProgressRecord(
                0,
                _activity,
                FormattableString.Invariant($"{logs.Events:N0} events, up to {time.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z")
            )
            {
                PercentComplete = (int)(Math.Min(1, Math.Max(0, done)) * 100),
            }
        );
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
