namespace VcsaAuthGuard.ApiLoad;

/// <summary>Specifies what a logged request is.</summary>
public enum LoggedRequestKind : byte
{
    /// <summary>A call of vpxd's log.</summary>
    Call,

    /// <summary>A request of an access log.</summary>
    Request,

    /// <summary>A request of an access log that went through the host gateway (<c>/hgw/host-17/sdk</c>).</summary>
    Gateway,

    /// <summary>A login.</summary>
    Login,

    /// <summary>A logout.</summary>
    Logout,

    /// <summary>A call that waits for changes on purpose, such as WaitForUpdatesEx; it is no work.</summary>
    Waiting,
}
