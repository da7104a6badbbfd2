namespace VcsaAuthGuard.Pacing;

/// <summary>Holds the batch size that KB 440879 advises for scripts: 20 to 50 virtual machines.</summary>
public static class BatchSize
{
    /// <summary>The smallest size that the article names.</summary>
    public const int Min = 20;

    /// <summary>The largest size that the article names.</summary>
    public const int Max = 50;

    /// <summary>Returns whether a size is within the article's range.</summary>
    /// <param name="size">Items in a batch.</param>
    public static bool IsAdvised(int size) => size is >= Min and <= Max;
}
