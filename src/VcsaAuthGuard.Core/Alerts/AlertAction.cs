namespace VcsaAuthGuard.Alerts;

/// <summary>What is done to have the alert on a platform.</summary>
public enum AlertAction
{
    /// <summary>Nothing: it is there as it should be.</summary>
    None,

    /// <summary>It is made.</summary>
    Create,

    /// <summary>One of the name is replaced by it.</summary>
    Update,
}
