namespace VcsaAuthGuard.Logs;

/// <summary>Reports progress and problems while logs are read. All members are called on the thread that enumerates the result.</summary>
public sealed class LogReadReport
{
    private readonly LogReadReport? _whole;
    private long _bytesConsumed;
    private int _isProgressWaiting;

    /// <summary>Creates a report.</summary>
    public LogReadReport()
    {
    }

    /// <summary>Creates the report of a part that is read in the background.</summary>
    /// <param name="whole">The report that receives everything.</param>
    /// <param name="post">Calls an action on the thread of <paramref name="whole"/>.</param>
    private LogReadReport(LogReadReport whole, Action<Action> post)
    {
        _whole = whole;
        OnProblem = problem => post(() => whole.Raise(problem));
        OnWarning = warning => post(() => whole.Warn(warning));
        OnProgress = part =>
        {
            if (Interlocked.Exchange(ref _isProgressWaiting, 1) != 0)
            {
                return;
            }

            string? source = part.CurrentSource;
            post(() =>
            {
                _isProgressWaiting = 0;
                whole.CurrentSource = source;
                whole.OnProgress?.Invoke(whole);
            });
        };
    }

    /// <summary>Gets the function that is called for each input that could not be read; reading continues with the others.</summary>
    public Action<LogProblem>? OnProblem { get; init; }

    /// <summary>Gets the function that is called for warnings about what was read.</summary>
    public Action<string>? OnWarning { get; init; }

    /// <summary>Gets the function that is called repeatedly while reading continues.</summary>
    public Action<LogReadReport>? OnProgress { get; init; }

    /// <summary>Gets the counts of what has been read so far; complete once the enumeration has ended.</summary>
    public LogCounts Counts { get; } = new();

    /// <summary>Gets the number of inputs, or parts of inputs, that could not be read.</summary>
    public int Problems { get; private set; }

    /// <summary>Gets the number of bytes of all inputs on disk, compressed where they are; 0 until known.</summary>
    public long TotalBytes { get; internal set; }

    /// <summary>Gets the number of bytes of <see cref="TotalBytes"/> that have been read.</summary>
    public long BytesConsumed => Interlocked.Read(ref _bytesConsumed);

    /// <summary>Gets or sets the log last read from.</summary>
    public string? CurrentSource { get; internal set; }

    /// <summary>Creates the report of a part that is read in the background; <see cref="Counts"/> of the part are its own.</summary>
    /// <param name="post">Calls an action on the thread of this report.</param>
    internal LogReadReport CreatePart(Action<Action> post) => new(this, post);

    internal void Consume(long bytes)
    {
        Interlocked.Add(ref _bytesConsumed, bytes);
        _whole?.Consume(bytes);
    }

    internal void Warn(string warning) => OnWarning?.Invoke(warning);

    internal void Raise(LogProblem problem)
    {
        Problems++;
        Counts.Record(problem);
        OnProblem?.Invoke(problem);
    }
}
