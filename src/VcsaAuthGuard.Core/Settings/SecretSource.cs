using System.Net;
using System.Runtime.InteropServices;
using VcsaAuthGuard.Files;

namespace VcsaAuthGuard.Settings;

/// <summary>
/// Represents where a secret is read from: a file that only its owner can read, a credential that systemd or a container's runtime puts
/// into a folder (<c>CREDENTIALS_DIRECTORY</c>), or a vault. The secret of a file is its first line.
/// </summary>
public sealed class SecretSource
{
    /// <summary>The environment variable with the folder of credentials, as systemd sets it for LoadCredential.</summary>
    public const string FolderVariable = "CREDENTIALS_DIRECTORY";

    private readonly string _path;
    private readonly bool _isCredential;
    private readonly Func<NetworkCredential>? _readVault;

    private SecretSource(string path, bool isCredential, Func<NetworkCredential>? readVault = null)
    {
        _path = path;
        _isCredential = isCredential;
        _readVault = readVault;
    }

    /// <summary>Creates a source that is a file of which only its owner has rights.</summary>
    /// <param name="path">The file.</param>
    public static SecretSource FromFile(string path) => new(path ?? throw new ArgumentNullException(nameof(path)), isCredential: false);

    /// <summary>Creates a source that is a credential of the service.</summary>
    /// <param name="name">The credential's name, which is that of a file in the folder of credentials.</param>
    public static SecretSource FromCredential(string name) =>
        new(name ?? throw new ArgumentNullException(nameof(name)), isCredential: true);

    /// <summary>Creates a source that is a secret of a vault.</summary>
    /// <param name="name">The secret's name.</param>
    /// <param name="read">Reads the secret: a password, with a user where the vault has one.</param>
    public static SecretSource FromVault(string name, Func<NetworkCredential> read) =>
        new(
            name ?? throw new ArgumentNullException(nameof(name)), isCredential: false,
            read ?? throw new ArgumentNullException(nameof(read)));

    /// <summary>Gets whether the secret is one of a vault, which may have a user as well.</summary>
    public bool IsOfVault => _readVault is not null;

    /// <summary>Gets the name of the credential; null for a file.</summary>
    public string? CredentialName => _isCredential ? _path : null;

    /// <summary>Returns the path of the file that has the secret.</summary>
    /// <exception cref="FormatException">There is no folder of credentials, or the secret is one of a vault.</exception>
    public string FindPath() => _isCredential ? CredentialPath()
        : IsOfVault ? throw new FormatException($"{this} is in no file.")
        : _path;

    /// <summary>Reads the secret as an account, whose name is empty where only the password is there.</summary>
    /// <exception cref="FormatException">It cannot be read.</exception>
    public NetworkCredential ReadAccount() => _readVault?.Invoke() ?? new NetworkCredential("", Read());

    /// <summary>Reads the secret.</summary>
    /// <exception cref="FormatException">It cannot be read, other users can read it, or it is empty. The message never has the
    /// secret.</exception>
    public string Read()
    {
        if (_readVault is not null)
        {
            return _readVault().Password;
        }

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

    /// <summary>Returns the file, or the name of the credential or secret.</summary>
    public override string ToString() => _isCredential ? $"credential {_path}" : IsOfVault ? $"secret {_path}" : _path;

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
