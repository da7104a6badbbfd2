namespace VcsaAuthGuard.ApiLoad.Events;

/// <summary>Specifies the client actions that events report.</summary>
public enum ClientEventKind
{
    /// <summary>It logged in (UserLoginSessionEvent).</summary>
    Login,

    /// <summary>It logged out (UserLogoutSessionEvent), which tells how many calls it made.</summary>
    Logout,

    /// <summary>Its login was refused.</summary>
    LoginRefused,

    /// <summary>A service says how many sessions the account has now.</summary>
    SessionCount,
}
