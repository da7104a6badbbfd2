using System.Diagnostics;
using System.Management.Automation;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Pacing;

namespace VcsaAuthGuard.Views;

/// <summary>Shows how far a run has come, at most twice a second.</summary>
internal sealed class BatchProgress(Cmdlet cmdlet) : IDisposable
{
    private const string Activity = "Running batches";
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    private readonly Stopwatch _last = Stopwatch.StartNew();
    private bool _isShown;

    /// <summary>Shows it, if it is time to.</summary>
    /// <param name="summary">Gives the state of the run.</param>
    /// <param name="wait">What the run waits for; null if it does not.</param>
    public void Update(Func<BatchSummary> summary, PaceWait? wait = null)
    {
        if (_last.Elapsed < Every)
        {
            return;
        }

        _last.Restart();
        _isShown = true;
        BatchSummary now = summary();
        int past = now.Done + now.AlreadyDone + now.Failed + now.Skipped;
        string rate = now.ItemsPerMinute is double value ? FormattableString.Invariant($", {value:0.#} a minute") : "";
        cmdlet.WriteProgress(new ProgressRecord(0, Activity, $"{past} of {now.Items} items, batch {now.Batches}{rate}")
        {
            CurrentOperation = wait switch
            {
                null => null,
                { Gate: null } => FormattableString.Invariant($"Waiting for the interval, {wait.Longest - wait.Waited:hh\\:mm\\:ss} left"),
                _ => FormattableString.Invariant($"Held for {wait.Waited:hh\\:mm\\:ss} of at most {wait.Longest:hh\\:mm\\:ss}: ")
                    + ErrorRecords.Describe(wait.Gate),
            },
            PercentComplete = now.Items == 0 ? 0 : (int)(100L * past / now.Items),
            SecondsRemaining = now.TimeLeft is TimeSpan left ? (int)Math.Min(int.MaxValue, left.TotalSeconds) : -1,
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
