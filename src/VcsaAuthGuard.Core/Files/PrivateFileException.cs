namespace VcsaAuthGuard.Files;

/// <summary>Represents a file or folder that is not used, because other users could read or change it.</summary>
internal sealed class PrivateFileException(string path, string reason, string requiredMode) : Exception($"{path}: {reason}.")
{
    /// <summary>Gets the file or folder.</summary>
    public string Path { get; } = path;

    /// <summary>Gets the reason, as a clause without the path.</summary>
    public string Reason { get; } = reason;

    /// <summary>Gets the permissions that are required, such as 0700.</summary>
    public string RequiredMode { get; } = requiredMode;
}
