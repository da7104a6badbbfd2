using System.Runtime.InteropServices;
using VcsaAuthGuard.Files;

namespace VcsaAuthGuard.Settings;

/// <summary>
/// Represents where a secret is read from: a file that only its owner can read, or a credential that systemd or a container's runtime
/// puts into a folder (<c>CREDENTIALS_DIRECTORY</c>). The secret is the first line.
/// </summary>
public sealed class SecretSource
{
    /// <summary>The environment variable with the folder of credentials, as systemd sets it for LoadCredential.</summary>
    public const string FolderVariable = "CREDENTIALS_DIRECTORY";

    private readonly string _path;
    private readonly bool _isCredential;

    private SecretSource(string path, bool isCredential)
    {
        _path = path;
        _isCredential = isCredential;
    }

    /// <summary>Creates a source that is a file of which only its owner has rights.</summary>
    /// <param name="path">The file.</param>
    public static SecretSource FromFile(string path) => new(path ?? throw new ArgumentNullException(nameof(path)), isCredential: false);

    /// <summary>Creates a source that is a credential of the service.</summary>
    /// <param name="name">The credential's name, which is that of a file in the folder of credentials.</param>
    public static SecretSource FromCredential(string name) =>
        new(name ?? throw new ArgumentNullException(nameof(name)), isCredential: true);

    /// <summary>Gets the name of the credential; null for a file.</summary>
    public string? CredentialName => _isCredential ? _path : null;

    /// <summary>Returns the path of the file that has the secret.</summary>
    /// <exception cref="FormatException">There is no folder of credentials.</exception>
    public string FindPath() => _isCredential ? CredentialPath() : _path;

    /// <summary>Reads the secret.</summary>
    /// <exception cref="FormatException">It cannot be read, other users can read it, or it is empty. The message never has the
    /// secret.</exception>
    public string Read()
    {
        string path = FindPath();
        try
        {
            CheckOwner(path);
            string line = File.ReadLines(path).FirstOrDefault() ?? "";
            return line.Length > 0 ? line : throw new FormatException($"{path}: the first line is empty, and it should be the secret.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new FormatException($"{path}: the secret cannot be read. {e.Message}", e);
        }
    }

    /// <summary>Returns the file or the credential.</summary>
    public override string ToString() => _isCredential ? $"credential {_path}" : _path;

    private string CredentialPath()
    {
        if (_path is "" or "." or ".." || _path.IndexOfAny(['/', '\\', ':']) >= 0)
        {
            throw new FormatException($"'{_path}' is not the name of a credential. Give a file name without a folder.");
        }

#pragma warning disable RS0030 // The folder is known to the service manager only.
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
#pragma warning restore RS0030
        return string.IsNullOrEmpty(folder)
            ? throw new FormatException(
                $"There is no folder of credentials for '{_path}': {FolderVariable} is not set. systemd sets it where the unit has "
                    + $"LoadCredential={_path}:FILE; in a container set it to the folder of the secrets.")
            : Path.Combine(folder, _path);
    }

    /// <summary>
    /// Checks the owner of a file. A folder of credentials has the rights that the service manager gave it, so only the user's own files
    /// are checked.
    /// </summary>
    private void CheckOwner(string path)
    {
        if (_isCredential || RuntimeInformation.IsOSPlatform(OSPlatform.Windows) || Posix.GetStatus(path) is not PosixStatus status)
        {
            return;
        }

        if (status.IsFile && status.IsOpenToOthers)
        {
            throw new FormatException(
                $"{path}: its permissions are {status.Permissions}, so that others can read or change it. Run: chmod 600 {path}");
        }
    }
}
