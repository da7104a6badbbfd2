namespace VcsaAuthGuard.BackupWindows;

/// <summary>What a window puts on each of its vCenters while it runs; null where nobody has said.</summary>
public sealed record WindowLoad
{
    /// <summary>How many VMs it works on at most at a time; 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below zero.</exception>
    public int? VMs { get; init => field = NotNegative(value, nameof(VMs)); }

    /// <summary>How many sessions it holds at vCenter at a time; 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below zero.</exception>
    public int? Sessions { get; init => field = NotNegative(value, nameof(Sessions)); }

    /// <summary>How long one of its requests takes the host gateway, in seconds; 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below zero or not finite.</exception>
    public double? SecondsPerRequest
    {
        get;
        init => field = value is null or (>= 0 and < double.PositiveInfinity)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(SecondsPerRequest), value, $"SecondsPerRequest {value} is not a number of seconds of 0 or more.");
    }

    private static int? NotNegative(int? value, string name) =>
        value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} {value} is below zero.");
}
