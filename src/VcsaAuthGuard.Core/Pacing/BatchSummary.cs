namespace VcsaAuthGuard.Pacing;

/// <summary>What a run did.</summary>
public sealed record BatchSummary
{
    /// <summary>How many items came in.</summary>
    public int Items { get; init; }

    /// <summary>How many were done in this run.</summary>
    public int Done { get; init; }

    /// <summary>How many the checkpoint had as done, so that they were not run.</summary>
    public int AlreadyDone { get; init; }

    /// <summary>How many failed, or are in a batch that did.</summary>
    public int Failed { get; init; }

    /// <summary>How many were not run: batches that were declined, items with no identity or with that of another.</summary>
    public int Skipped { get; init; }

    /// <summary>How many batches were run.</summary>
    public int Batches { get; init; }

    /// <summary>How often a batch, or an item of it, was run again because the session was gone.</summary>
    public int Retries { get; init; }

    /// <summary>How many new sessions were made, for the work and for readings.</summary>
    public int Reconnects { get; init; }

    /// <summary>How long the run took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How long batches waited for the interval to pass.</summary>
    public TimeSpan IntervalTime { get; init; }

    /// <summary>How long batches were held, for whatever reason; the interval is not in it.</summary>
    public TimeSpan HeldTime { get; init; }

    /// <summary>How long batches were held, by reason.</summary>
    public IReadOnlyList<PaceHold> Holds { get; init; } = [];

    /// <summary>How often a latency or a number of sessions was not to be had.</summary>
    public int UnknownReadings { get; init; }

    /// <summary>How many items were done in a minute, waits and holds counted; null before any was.</summary>
    public double? ItemsPerMinute => Done > 0 && Duration > TimeSpan.Zero ? Done / Duration.TotalMinutes : null;

    /// <summary>How much longer the run takes if it goes on like this; null when that cannot be told.</summary>
    public TimeSpan? TimeLeft => ItemsPerMinute is double rate && rate > 0 ? TimeSpan.FromMinutes((Items - Done - AlreadyDone - Failed - Skipped) / rate) : null;
}
