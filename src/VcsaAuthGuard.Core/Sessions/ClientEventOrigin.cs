namespace VcsaAuthGuard.Sessions;

/// <summary>Who tells of an event.</summary>
public enum ClientEventOrigin
{
    /// <summary>vCenter's own events.</summary>
    VCenter,

    /// <summary>The sign-on service (websso), which sees a password refused before vCenter does.</summary>
    SignOn,
}
