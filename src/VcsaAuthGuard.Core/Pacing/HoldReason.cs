namespace VcsaAuthGuard.Pacing;

/// <summary>Specifies why the next batch waits.</summary>
public enum HoldReason : long
{
    /// <summary>It is too soon after the start of the last batch.</summary>
    Interval,

    /// <summary>A datastore answers too slowly.</summary>
    Latency,

    /// <summary>The account has too many sessions.</summary>
    Sessions,
}
