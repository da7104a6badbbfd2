namespace VcsaAuthGuard.Logs.Following;

/// <summary>Lets a test change a folder at the moments in which a slow watcher would find it changed.</summary>
internal sealed class FollowingHooks
{
    /// <summary>Gets or sets an action that runs after the folder was listed and before the listed files are opened.</summary>
    public Action? Listed { get; set; }

    /// <summary>Gets or sets an action that runs after all files were identified and before any text is read.</summary>
    public Action? Identified { get; set; }
}
