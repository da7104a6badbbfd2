namespace VcsaAuthGuard.Pacing;

/// <summary>How many virtual machines KB 440879 has a script process at a time: 20 to 50.</summary>
public static class BatchSize
{
    /// <summary>The least the article names.</summary>
    public const int Least = 20;

    /// <summary>The most the article names.</summary>
    public const int Most = 50;

    /// <summary>Whether a size is one the article names.</summary>
    /// <param name="size">Items in a batch.</param>
    public static bool IsAdvised(int size) => size is >= Least and <= Most;
}
