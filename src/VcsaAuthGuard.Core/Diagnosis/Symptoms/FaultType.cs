using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Symptoms;

/// <summary>Specifies what the type of a fault says about its cause.</summary>
internal enum FaultClass
{
    /// <summary>The trouble of one VM or task, such as a lock, a snapshot or a state; or a type that is not known.</summary>
    Task,

    /// <summary>A host does not answer.</summary>
    Connection,

    /// <summary>A datastore cannot be used.</summary>
    Storage,

    /// <summary>A datastore is full.</summary>
    Space,

    /// <summary>The cause can be anything; the place of the failure says more.</summary>
    General,

    /// <summary>Occurs on any day: a canceled request, an object that was removed meanwhile.</summary>
    Ordinary,
}

/// <summary>Classifies the types of faults by what they say about the cause.</summary>
/// <remarks>Source: the fault types of the vSphere Web Services API reference; the classes are chosen here.</remarks>
internal static class FaultType
{
    private static readonly string[] Connection =
    [
        "HostConnect", "NotConnected", "NotReachable", "NotResponding", "HostCommunication", "NoHost", "CannotAccessLocalHost",
    ];

    private static readonly string[] Storage =
    [
        "CannotAccess", "InaccessibleDatastore", "InvalidDatastore", "NotWritable", "CannotCreateFile", "AllPathsDown",
        "PermanentDeviceLoss", "VmfsMount", "NasConfig", "NasConnection", "NasVolume", "NasSession", "NasStorage",
    ];

    private static readonly string[] Space = ["NoDiskSpace", "InsufficientStorageSpace", "InsufficientStorageIops"];

    private static readonly string[] General =
    [
        "SystemError", "Timedout", "GenericVmConfigFault", "HostConfigFault", "HostConfigFailed", "PlatformConfigFault", "FileFault",
        "FileNotFound", "InternalError", "UnexpectedFault", "MethodFault",
    ];

    private static readonly string[] Ordinary = ["RequestCanceled", "ManagedObjectNotFound"];

    private static readonly string[] Packages = ["vim", "vmodl", "pbm", "sms", "vapi.std"];

    /// <summary>Returns the first type of a fault (<c>vim.fault.NotFound</c>) that a text names; null if it names none.</summary>
    public static string? Find(ReadOnlySpan<char> text)
    {
        for (int dot = text.IndexOf('.'); dot >= 0; dot = NextDot(text, dot + 1))
        {
            ReadOnlySpan<char> behind = text.Slice(dot);
            int name = dot
                + (behind.StartsWith(".fault.".AsSpan(), StringComparison.OrdinalIgnoreCase) ? ".fault.".Length
                    : behind.StartsWith(".errors.".AsSpan(), StringComparison.OrdinalIgnoreCase) ? ".errors.".Length
                    : 0);
            int start = name == dot ? -1 : StartOfPackage(text, dot);
            int end = name;
            while (start >= 0 && end < text.Length && IsPartOfWord(text[end]))
            {
                end++;
            }

            if (end > name)
            {
                return text.Slice(start, end - start).ToString();
            }
        }

        return null;
    }

    /// <summary>Returns the class of a type (<c>vim.fault.CannotAccessFile</c>).</summary>
    public static FaultClass ClassOf(string type)
    {
        bool Has(string word) => WordSearch.Has(type, word);
        return WordSearch.Has(type, "CannotAccessNetwork") ? FaultClass.Task
            : Array.Exists(Connection, Has) ? FaultClass.Connection
            : Array.Exists(Storage, Has) ? FaultClass.Storage
            : Array.Exists(Space, Has) ? FaultClass.Space
            : Array.Exists(General, Has) ? FaultClass.General
            : Array.Exists(Ordinary, Has) ? FaultClass.Ordinary
            : FaultClass.Task;
    }

    private static int NextDot(ReadOnlySpan<char> text, int from)
    {
        int at = text.Slice(from).IndexOf('.');
        return at < 0 ? -1 : from + at;
    }

    /// <summary>Returns where the package that ends at a place begins; -1 if none does.</summary>
    private static int StartOfPackage(ReadOnlySpan<char> text, int end)
    {
        foreach (string package in Packages)
        {
            int start = end - package.Length;
            if (
                start >= 0
                && text.Slice(start, package.Length).Equals(package.AsSpan(), StringComparison.OrdinalIgnoreCase)
                && (start == 0 || !IsPartOfWord(text[start - 1]))
            )
            {
                return start;
            }
        }

        return -1;
    }

    private static bool IsPartOfWord(char character) => char.IsLetterOrDigit(character) || character == '_';

    /// <summary>Returns the last part of a type (<c>CannotAccessFile</c>).</summary>
    public static string ShortName(string type) => type.Substring(type.LastIndexOf('.') + 1);
}
