using VcsaAuthGuard.Text;


namespace VcsaAuthGuard.Alerts;

/// <summary>Represents a property that an update changes.</summary>
public sealed record AlertDifference
{
    private const int Width = 100;

    /// <summary>Gets the property's name in the platform's API.</summary>
    public required string Property { get; init; }

    /// <summary>Gets its value before, as JSON; null if the alert has none.</summary>
    public string? Before { get; init; }

    /// <summary>Gets its value after, as JSON.</summary>
    public required string After { get; init; }

    /// <summary>Returns the difference in one line, with long values shortened.</summary>
    public override string ToString() => $"{Property}: {TerminalText.Cut(Before ?? "(none)", Width)} -> {TerminalText.Cut(After, Width)}";
}
