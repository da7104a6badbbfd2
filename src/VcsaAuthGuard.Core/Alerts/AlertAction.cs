namespace VcsaAuthGuard.Alerts;

/// <summary>Specifies the change that registers an alert on a platform.</summary>
public enum AlertAction : long
{
    /// <summary>Nothing: the alert exists as it should.</summary>
    None,

    /// <summary>The alert is created.</summary>
    Create,

    /// <summary>The alert replaces another one with the same name.</summary>
    Update,
}
