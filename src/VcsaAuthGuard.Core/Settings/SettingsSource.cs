using System.Net;
using System.Text;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Settings;

/// <summary>Represents the file and the environment that settings come from, and collects their problems.</summary>
internal sealed class SettingsSource
{
    /// <summary>The start of the names of environment variables that are settings.</summary>
    public const string Prefix = "VCSA_AUTHGUARD_";

    /// <summary>The environment variable that names the settings file.</summary>
    public const string FileVariable = Prefix + "CONFIG";

    private const string Remedy = "See docs/watching-as-a-service.md.";

    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly Action<InputProblem> _onProblem;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal) { FileVariable };

    /// <summary>Creates a source.</summary>
    /// <param name="file">The file, for problems; null when there is only the environment.</param>
    /// <param name="environment">The environment variables.</param>
    /// <param name="onProblem">Receives problems.</param>
    public SettingsSource(string? file, IReadOnlyDictionary<string, string> environment, Action<InputProblem> onProblem)
    {
        File = file;
        _onProblem = onProblem;
        _environment = environment.Where(variable => variable.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(variable => variable.Key, variable => variable.Value, StringComparer.Ordinal);
    }

    /// <summary>Gets the file; null when there is only the environment.</summary>
    public string? File { get; }

    /// <summary>Gets what reads a secret by its name and its vault, which may be null; null where there are no vaults.</summary>
    public Func<string, string?, NetworkCredential>? ReadVault { get; init; }

    /// <summary>Gets the folder of the file, which its relative paths start from; null when there is only the environment.</summary>
    public string? Folder => File is null ? null : Path.GetDirectoryName(Path.GetFullPath(File));

    /// <summary>Returns the name of the environment variable of a key, such as VCSA_AUTHGUARD_METRICS_TEXT_FILE.</summary>
    /// <param name="path">The key with those above it, such as <c>metrics.textFile</c> and <c>servers[0].name</c>.</param>
    public static string Variable(string path)
    {
        StringBuilder name = new(Prefix);
        foreach (char c in path)
        {
            _ = c switch
            {
                '.' or '[' => name.Append('_'),
                ']' => name,
                _ => (char.IsUpper(c) ? name.Append('_') : name).Append(char.ToUpperInvariant(c)),
            };
        }

        return name.ToString();
    }

    /// <summary>Returns the value of a key's environment variable; null if it is not set.</summary>
    public YamlItem? FindVariable(string path)
    {
        string name = Variable(path);
        _asked.Add(name);
        return _environment.TryGetValue(name, out string? value) ? new() { Text = value, IsPlain = true } : null;
    }

    /// <summary>Returns whether an environment variable has a key below a path.</summary>
    public bool HasVariablesBelow(string path) =>
        _environment.Keys.Any(name => name.StartsWith(Variable(path) + "_", StringComparison.Ordinal));

    /// <summary>Reports a value that is not valid.</summary>
    /// <param name="path">The key with those above it.</param>
    /// <param name="line">The line; 0 for an environment variable.</param>
    /// <param name="message">The problem and what is allowed, as sentences.</param>
    public void Report(string path, long line, string message) =>
        _onProblem(
            line > 0 || File is not null && !_environment.ContainsKey(Variable(path))
                ? new(InputProblemKind.Invalid, File!, line > 0 ? line : null, path.Length > 0 ? $"{path}: {message}" : message, Remedy)
                : new(InputProblemKind.Invalid, path.Length > 0 ? Variable(path) : "settings", null, message, Remedy));

    /// <summary>Reports the environment variables that no key has.</summary>
    public void ReportUnknownVariables()
    {
        foreach (string name in _environment.Keys.Where(name => !_asked.Contains(name)).OrderBy(name => name, StringComparer.Ordinal))
        {
            string near = NearNames.Find(name, _asked) is string known ? $" Did you mean {known}?" : "";
            _onProblem(new(InputProblemKind.Invalid, name, null, $"There is no setting of this name.{near}", Remedy));
        }
    }
}
