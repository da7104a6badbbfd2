namespace VcsaAuthGuard.Logs;

/// <summary>Reports progress and problems while logs are read. All members are called on the thread that enumerates the result.</summary>
public sealed class LogReadReport
{
    private long _bytesConsumed;

    /// <summary>Called for each input that could not be read; the others are read all the same.</summary>
    public Action<LogProblem>? OnProblem { get; init; }

    /// <summary>Called where what was read needs a word of caution.</summary>
    public Action<string>? OnWarning { get; init; }

    /// <summary>Called now and then while reading goes on.</summary>
    public Action<LogReadReport>? OnProgress { get; init; }

    /// <summary>Gets the counts of what has been read so far; complete once the enumeration has ended.</summary>
    public LogCounts Counts { get; } = new();

    /// <summary>Gets the number of inputs, or parts of inputs, that could not be read.</summary>
    public int Problems { get; private set; }

    /// <summary>Bytes of the inputs as they lie on disk (compressed, where they are), all together; 0 until known.</summary>
    public long TotalBytes { get; internal set; }

    /// <summary>Gets the number of bytes of <see cref="TotalBytes"/> that have been read.</summary>
    public long BytesConsumed => Interlocked.Read(ref _bytesConsumed);

    /// <summary>Gets or sets the log last read from.</summary>
    public string? CurrentSource { get; internal set; }

    internal void Consume(long bytes) => Interlocked.Add(ref _bytesConsumed, bytes);

    internal void Warn(string warning) => OnWarning?.Invoke(warning);

    internal void Raise(LogProblem problem)
    {
        Problems++;
        Counts.Record(problem);
        OnProblem?.Invoke(problem);
    }
}
