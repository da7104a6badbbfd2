using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Pacing;

/// <summary>Represents the result of a run.</summary>
public sealed record BatchSummary
{
    /// <summary>Gets the number of items received.</summary>
    public int Items { get; init; }

    /// <summary>Gets the number of items done in this run.</summary>
    public int Done { get; init; }

    /// <summary>Gets the number of items that the checkpoint records as done and that were not run.</summary>
    public int AlreadyDone { get; init; }

    /// <summary>Gets the number of items that failed, or that are in a batch that failed.</summary>
    public int Failed { get; init; }

    /// <summary>Gets the number of items not run: declined batches, those after a run that ended early, and items without an identity or
    /// with that of another item.</summary>
    public int Skipped { get; init; }

    /// <summary>Gets the number of batches run.</summary>
    public int Batches { get; init; }

    /// <summary>Gets a value indicating whether the run ended early, because all of a batch was refused and nothing of it was
    /// done.</summary>
    public bool IsRefused { get; init; }

    /// <summary>Gets the number of times a batch or an item was run again because the session was lost.</summary>
    public int Retries { get; init; }

    /// <summary>Gets the number of new sessions made, for the work and for readings.</summary>
    public int Reconnects { get; init; }

    /// <summary>Gets the duration of the run.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets the time spent waiting for the interval.</summary>
    public TimeSpan IntervalTime { get; init; }

    /// <summary>Gets the time batches were held, for any reason, without the interval.</summary>
    public TimeSpan HeldTime { get; init; }

    /// <summary>Gets the time batches were held, by reason.</summary>
    public IReadOnlyList<PaceHold> Holds { get; init => field = new ItemList<PaceHold>(value); } = new ItemList<PaceHold>([]);

    /// <summary>Gets the number of times a latency or a number of sessions was not available.</summary>
    public int UnknownReadings { get; init; }

    /// <summary>Gets the number of items done a minute, waits and holds included; null before the first item is done.</summary>
    public double? ItemsPerMinute => Done > 0 && Duration > TimeSpan.Zero ? Done / Duration.TotalMinutes : null;

    /// <summary>Gets the estimated time until the run ends; null if unknown.</summary>
    public TimeSpan? TimeLeft =>
        ItemsPerMinute is double rate && rate > 0 ? TimeSpan.FromMinutes((Items - Done - AlreadyDone - Failed - Skipped) / rate) : null;

    /// <summary>Returns what was done.</summary>
    public override string ToString() => FormattableString.Invariant($"{Done} of {Items} items done, {Failed} failed");
}
