namespace VcsaAuthGuard.ApiLoad.Events;

/// <summary>Specifies the sources of events.</summary>
public enum ClientEventOrigin
{
    /// <summary>vCenter's own events.</summary>
    VCenter,

    /// <summary>The sign-on and authorization services: websso sees a password refused before vCenter does, authz counts the sessions of
    /// an account.</summary>
    SignOn,
}
