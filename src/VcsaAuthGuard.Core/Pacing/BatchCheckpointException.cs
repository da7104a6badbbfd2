namespace VcsaAuthGuard.Pacing;

/// <summary>Represents the error of a checkpoint that cannot be used.</summary>
/// <param name="problem">What is wrong.</param>
/// <param name="path">The file.</param>
/// <param name="message">What is wrong, for a person.</param>
/// <param name="inner">What the file system said.</param>
public sealed class BatchCheckpointException(BatchCheckpointProblem problem, string path, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Gets the problem.</summary>
    public BatchCheckpointProblem Problem { get; } = problem;

    /// <summary>Gets the file.</summary>
    public string Path { get; } = path;
}
