namespace VcsaAuthGuard.VSphere.Limits;

/// <summary>Represents a limit or a timeout of a vCenter Server, with its source and its use.</summary>
public sealed record VCenterLimit
{
    /// <summary>Gets the server.</summary>
    public string? Server { get; init; }

    /// <summary>Gets the name of the limit: <c>Sessions</c>, <c>ApiSessionTimeout</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the value; null if it is not known or the version has no such limit.</summary>
    public long? Value { get; init; }

    /// <summary>Gets the unit of the value and of its use: sessions, connections, requests, minutes, seconds.</summary>
    public required string Unit { get; init; }

    /// <summary>Gets where the value is from.</summary>
    public LimitOrigin Origin { get; init; }

    /// <summary>Gets the use now; null if it cannot be read over the API.</summary>
    public long? Used { get; init; }

    /// <summary>Gets the use in per cent of the limit; null if either is not known.</summary>
    public double? PercentUsed => Value > 0 && Used is long used ? 100.0 * used / Value : null;

    /// <summary>Gets the source of the value, or the reason why there is none.</summary>
    public required string Source { get; init; }

    /// <summary>Gets where the configured value and its use can be read and changed.</summary>
    public required string WhereToLook { get; init; }

    /// <summary>Returns the name and the value.</summary>
    public override string ToString()
    {
        string text = Value is long value ? FormattableString.Invariant($"{value} {Unit}") : Origin.ToString().ToLowerInvariant();
        return $"{Name}: {text}";
    }
}
