namespace VcsaAuthGuard.Pacing;

/// <summary>Specifies how the work on an item or a batch ended.</summary>
public enum WorkOutcome : long
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>It began something that is to be waited for when the batch is through.</summary>
    Pending,

    /// <summary>It failed, and that was said.</summary>
    Failed,

    /// <summary>The session was gone. Nobody was told yet.</summary>
    SessionDropped,
}
