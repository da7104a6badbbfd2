using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Alerts;

/// <summary>Represents an alert on a platform.</summary>
public sealed record RegisteredAlert
{
    /// <summary>Gets the platform, with its port.</summary>
    public required string Server { get; init; }

    /// <summary>Gets the alert's name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets its id on the platform; null if the platform does not report it.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the change that was made.</summary>
    public required AlertAction Action { get; init; }

    /// <summary>Gets the differences that an update changed; empty otherwise.</summary>
    public IReadOnlyList<AlertDifference> Differences
    {
        get;
        init => field = new ItemList<AlertDifference>(value);
    } = new ItemList<AlertDifference>([]);

    /// <summary>Returns the platform, the alert and the change.</summary>
    public override string ToString() => $"{Server}: {Name} ({Action})";
}
