namespace VcsaAuthGuard.BackupWindows;

/// <summary>Represents the load of a window on each of its vCenters while it runs; null if it is not known.</summary>
public sealed record WindowLoad
{
    /// <summary>Gets the largest number of VMs processed at a time; 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below zero.</exception>
    public int? VMs { get; init => field = NotNegative(value, nameof(VMs)); }

    /// <summary>Gets the number of sessions held at vCenter at a time; 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below zero.</exception>
    public int? Sessions { get; init => field = NotNegative(value, nameof(Sessions)); }

    /// <summary>Gets the time that the host gateway needs for one of its requests, in seconds; 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below zero or not finite.</exception>
    public double? SecondsPerRequest
    {
        get;
        init => field = value is null or (>= 0 and < double.PositiveInfinity)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(SecondsPerRequest), value, $"SecondsPerRequest {value} is not a number of seconds of 0 or more.");
    }

    private static int? NotNegative(int? value, string name) =>
        value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} {value} is below zero.");

    /// <summary>Returns what is known.</summary>
    public override string ToString() => string.Join(", ", ((string?[])
    [
        VMs is null ? null : FormattableString.Invariant($"{VMs} VMs"),
        Sessions is null ? null : FormattableString.Invariant($"{Sessions} sessions"),
        SecondsPerRequest is null ? null : FormattableString.Invariant($"{SecondsPerRequest} s a request"),
    ]).Where(part => part is not null));
}
