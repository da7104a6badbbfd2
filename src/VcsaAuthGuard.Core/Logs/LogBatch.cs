namespace VcsaAuthGuard.Logs;

/// <summary>A step of reading: some records in order, or a problem.</summary>
internal sealed class LogBatch<T>(string source, IReadOnlyList<T> records, LogCounts? counts = null, LogProblem? problem = null)
{
    public string Source { get; } = source;

    public IReadOnlyList<T> Records { get; } = records;

    public LogCounts? Counts { get; } = counts;

    public LogProblem? Problem { get; } = problem;

    public static LogBatch<T> Of(LogProblem problem) => new(problem.Source, [], null, problem);
}
