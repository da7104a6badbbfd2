using System.Globalization;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Settings;

/// <summary>
/// Reads the keys of one mapping. A key's environment variable comes before the file. Keys that nothing asked for are reported by
/// <see cref="ReportUnknownKeys"/>, so that the keys are listed nowhere else.
/// </summary>
/// <param name="source">The file and the environment.</param>
/// <param name="path">The mapping's own key with those above it; empty for the document.</param>
/// <param name="mapping">The mapping; null if it exists in the environment only.</param>
internal sealed class SettingsSection(SettingsSource source, string path, YamlItem? mapping)
{
    private readonly List<string> _keys = [];

    /// <summary>Gets the 1-based line; 0 where the file does not have it.</summary>
    public long Line => mapping?.Line ?? 0;

    /// <summary>Reports a problem of this mapping.</summary>
    public void Report(string message) => source.Report(path, Line, message);

    /// <summary>Reports a problem of a key.</summary>
    public void Report(string key, string message) => source.Report(PathOf(key), Find(key)?.Line ?? Line, message);

    /// <summary>Returns the text of a key; null if it is not given.</summary>
    public string? Text(string key) => Value(key, text => text);

    /// <summary>Returns the path of a file; one that is relative starts from the folder of the settings file.</summary>
    public string? Path(string key) =>
        Value(key, text => source.Folder is null || source.FindVariable(PathOf(key)) is not null
            ? System.IO.Path.GetFullPath(text)
            : System.IO.Path.GetFullPath(System.IO.Path.Combine(source.Folder, text)));

    /// <summary>Returns the source of a secret: <c>NAMEFile</c>, <c>NAMECredential</c>, or <c>NAMESecret</c> with its vault in
    /// <c>NAMEVault</c>; null if none is given.</summary>
    public SecretSource? Secret(string name)
    {
        string? file = Path(name + "File");
        string? credential = Text(name + "Credential");
        string? secret = Text(name + "Secret");
        string? vault = Text(name + "Vault");
        if (new[] { file, credential, secret }.Count(given => given is not null) > 1)
        {
            Report(name + "File", $"Give only one of {name}File, {name}Credential and {name}Secret.");
        }

        if (vault is not null && secret is null)
        {
            Report(name + "Vault", $"It needs {name}Secret.");
        }

        if (secret is not null && source.ReadVault is null)
        {
            Report(
                name + "Secret",
                $"SecretManagement is for PowerShell. Here give {name}File, a file that only its owner can read, or {name}Credential, the "
                    + "name of a LoadCredential of systemd.");
            return null;
        }

        return file is not null ? SecretSource.FromFile(file)
            : credential is not null ? SecretSource.FromCredential(credential)
            : secret is not null ? SecretSource.FromVault(secret, () => source.ReadVault!(secret, vault))
            : null;
    }

    /// <summary>Returns a whole number; null if it is not given or not valid.</summary>
    public int? Integer(string key, int min, int max) => Value(key, text =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= min && number <= max
            ? (int?)number
            : throw new FormatException(FormattableString.Invariant($"'{text}' is not a whole number from {min} to {max}.")));

    /// <summary>Returns a Boolean; null if it is not given or not valid.</summary>
    public bool? Boolean(string key) => Value(key, text => text.ToUpperInvariant() switch
    {
        "TRUE" => true,
        "FALSE" => (bool?)false,
        _ => throw new FormatException($"'{text}' is not valid: use true or false."),
    });

    /// <summary>Returns a name of an enumeration; null if it is not given or not valid.</summary>
    public T? Name<T>(string key)
        where T : struct, Enum =>
        Value(key, text => (T?)ParseName<T>(text, []));

    /// <summary>Returns a value; the default where it is not given or not valid.</summary>
    /// <param name="key">The key.</param>
    /// <param name="parse">Parses the text; throws a FormatException whose message says what is allowed.</param>
    public T? Value<T>(string key, Func<string, T?> parse)
    {
        if (Find(key) is not YamlItem item || item.IsEmpty)
        {
            return default;
        }

        if (item.Text is null)
        {
            source.Report(PathOf(key), item.Line, $"One value is expected here, not {item.Kind}.");
            return default;
        }

        return Parse(PathOf(key), item, parse);
    }

    /// <summary>Returns the values of a list. One value stands for a list of one, and an environment variable has commas.</summary>
    public IReadOnlyList<T> Values<T>(string key, Func<string, T?> parse)
        where T : notnull
    {
        List<T> values = [];
        int index = 0;
        foreach (YamlItem item in Items(key))
        {
            string place = FormattableString.Invariant($"{PathOf(key)}[{index++}]");
            if (item.Text is null)
            {
                source.Report(place, item.Line, $"One value is expected here, not {item.Kind}.");
            }
            else if (Parse(place, item, parse) is T value)
            {
                values.Add(value);
            }
        }

        return values;
    }

    /// <summary>Returns a mapping below this one, and reads its keys.</summary>
    public T Section<T>(string key, Func<SettingsSection, T> read)
    {
        _keys.Add(key);
        YamlItem? item = mapping?.Find(key);
        if (item is { IsEmpty: false, Members: null })
        {
            source.Report(PathOf(key), item.Line, $"A mapping is expected here, not {item.Kind}.");
            item = null;
        }

        return Read(new SettingsSection(source, PathOf(key), item), read);
    }

    /// <summary>Returns the mappings of a list. A single value stands for a mapping with one key.</summary>
    /// <param name="key">The key of the list.</param>
    /// <param name="shortKey">The key that a single value is of.</param>
    /// <param name="read">Reads one mapping; null for one that is not valid.</param>
    public IReadOnlyList<T> Sections<T>(string key, string shortKey, Func<SettingsSection, T?> read)
        where T : class
    {
        List<T> values = [];
        List<YamlItem> items = [.. Items(key)];
        for (int i = 0; i < items.Count || source.HasVariablesBelow(FormattableString.Invariant($"{PathOf(key)}[{i}]")); i++)
        {
            string place = FormattableString.Invariant($"{PathOf(key)}[{i}]");
            YamlItem? item = i < items.Count ? items[i] : null;
            YamlItem? members = item?.Text is null
                ? item
                : new() { Line = item.Line, Members = [new(shortKey, item.Line, item)] };
            if (members is { Members: null })
            {
                source.Report(place, members.Line, $"A mapping or a single value is expected here, not {members.Kind}.");
            }
            else if (Read(new SettingsSection(source, place, members), read) is T value)
            {
                values.Add(value);
            }
        }

        return values;
    }

    /// <summary>Parses a name of an enumeration or one of some further names.</summary>
    /// <exception cref="FormatException">There is no such name; the message says which there are.</exception>
    public static T ParseName<T>(string text, IReadOnlyCollection<string> others)
        where T : struct, Enum
    {
        if (EnumName.TryParse(text, out T value))
        {
            return value;
        }

        string[] names = [.. EnumName.Values<T>().Select(item => item.ToString()), .. others];
        string near = NearNames.Find(text, names) is string known ? $" Did you mean {known}?" : "";
        throw new FormatException($"'{text}' is not valid: use {string.Join(", ", names)}.{near}");
    }

    /// <summary>Reports the keys of the file that nothing asked for.</summary>
    public void ReportUnknownKeys()
    {
        foreach (YamlMember member in (mapping?.Members ?? []).Where(member => !_keys.Contains(member.Key)))
        {
            string near = NearNames.Find(member.Key, _keys) is string known ? $" Did you mean {known}?" : "";
            string keys = string.Join(", ", _keys.OrderBy(key => key, StringComparer.Ordinal));
            source.Report(PathOf(member.Key), member.Line, $"There is no such key.{near} The keys here are {keys}.");
        }
    }

    private static T Read<T>(SettingsSection section, Func<SettingsSection, T> read)
    {
        T value = read(section);
        section.ReportUnknownKeys();
        return value;
    }

    private T? Parse<T>(string place, YamlItem item, Func<string, T?> parse)
    {
        try
        {
            return parse(item.Text!);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or PathTooLongException)
        {
            source.Report(place, item.Line, e.Message);
            return default;
        }
    }

    private IEnumerable<YamlItem> Items(string key)
    {
        if (Find(key) is not YamlItem item || item.IsEmpty)
        {
            return [];
        }

        return item.Items is not null ? item.Items
            : item is { Line: 0, Text: string text }
                ? text.Split(',').Select(part => part.Trim()).Where(part => part.Length > 0)
                    .Select(part => new YamlItem { Text = part, IsPlain = true })
            : [item];
    }

    private YamlItem? Find(string key)
    {
        if (!_keys.Contains(key))
        {
            _keys.Add(key);
        }

        return source.FindVariable(PathOf(key)) ?? mapping?.Find(key);
    }

    private string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
