using VcsaAuthGuard.Text;


namespace VcsaAuthGuard.Alerts;

/// <summary>What an update changes.</summary>
public sealed record AlertDifference
{
    private const int Width = 100;

    /// <summary>The property, as the platform's API calls it.</summary>
    public required string Property { get; init; }

    /// <summary>Its value before, as JSON; null where the alert has none.</summary>
    public string? Before { get; init; }

    /// <summary>Its value after, as JSON.</summary>
    public required string After { get; init; }

    /// <summary>The difference in a line; long values are cut.</summary>
    public override string ToString() => $"{Property}: {TerminalText.Cut(Before ?? "(none)", Width)} -> {TerminalText.Cut(After, Width)}";
}
