using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Signatures;

/// <summary>
/// Reads a user's signatures from JSON or YAML (<c>.yaml</c>, <c>.yml</c>): a list of objects with <c>name</c>, <c>pattern</c> and
/// <c>explanation</c>, and perhaps <c>log</c>, <c>threshold</c>, <c>remedy</c> and <c>link</c>.
/// </summary>
public static class SignatureFile
{
    private const string Form =
        "Give name, pattern and explanation as text, and perhaps log (Vpxd, Profiler, Events, Envoy, Services or Any), threshold, "
            + "remedy and link.";

    private static readonly string[] Known = ["name", "pattern", "log", "threshold", "explanation", "remedy", "link"];

    /// <summary>A pattern may take this long for an entry.</summary>
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="onProblem">Called for a file that cannot be read, and once for each signature that is not valid; the others are
    /// read.</param>
    public static IReadOnlyList<Signature> Read(string path, Action<InputProblem> onProblem)
    {
        _ = path ?? throw new ArgumentNullException(nameof(path));
        _ = onProblem ?? throw new ArgumentNullException(nameof(onProblem));
        try
        {
            using StreamReader reader = new(path, Encoding.UTF8);
            return Read(reader, path, onProblem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            bool isMissing = e is FileNotFoundException or DirectoryNotFoundException;
            onProblem(
                new(
                    isMissing ? InputProblemKind.NotFound : InputProblemKind.Unreadable,
                    path,
                    null,
                    e.Message,
                    "Check the path and its permissions."
                )
            );
            return [];
        }
    }

    /// <summary>Reads text.</summary>
    /// <param name="text">The text; it is not disposed of.</param>
    /// <param name="source">The name of the text in problems; one that ends with .yaml or .yml is read as YAML.</param>
    /// <param name="onProblem">Called once for each signature that is not valid; the others are read.</param>
    public static IReadOnlyList<Signature> Read(TextReader text, string source, Action<InputProblem> onProblem)
    {
        _ = text ?? throw new ArgumentNullException(nameof(text));
        _ = onProblem ?? throw new ArgumentNullException(nameof(onProblem));
        List<Signature> signatures = [];
        void Reject(long line, string message) => onProblem(new(InputProblemKind.Invalid, source, line, message, Form));
        foreach ((long line, JsonElement item) in Items(text, source, Reject))
        {
            if (Problem(item) is string problem)
            {
                Reject(line, problem);
            }
            else if (signatures.Exists(known => known.Name == Text(item, "name")))
            {
                Reject(line, $"The name '{Text(item, "name")}' is given twice.");
            }
            else
            {
                signatures.Add(Create(item));
            }
        }

        return signatures;
    }

    private static IEnumerable<(long Line, JsonElement Item)> Items(TextReader text, string source, Action<long, string> reject)
    {
        if (!YamlJson.IsName(source))
        {
            return new JsonItems(text, 0, reject).Read();
        }

        try
        {
            return YamlJson.Items(text);
        }
        catch (YamlProblemException e)
        {
            reject(e.Line, e.Message);
            return [];
        }
    }

    /// <summary>Returns the first problem of a signature; null if it is valid.</summary>
    private static string? Problem(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return "A signature is an object.";
        }

        if (
            item.EnumerateObject().FirstOrDefault(property => !Known.Contains(property.Name)) is
            { Value.ValueKind: not JsonValueKind.Undefined } other
        )
        {
            return $"A signature has no '{other.Name}'.";
        }

        foreach (string name in (string[])["name", "pattern", "explanation"])
        {
            if (string.IsNullOrWhiteSpace(Text(item, name)))
            {
                return $"The signature has no {name}.";
            }
        }

        if (
            Property(item, "threshold") is JsonElement threshold
            && !(threshold.ValueKind == JsonValueKind.Number && threshold.TryGetInt32(out int value) && value > 0)
        )
        {
            return "The threshold is not a whole number of 1 or more.";
        }

        if (Property(item, "log") is not null && !TryReadKind(Text(item, "log"), out _))
        {
            return $"There is no kind of log '{Text(item, "log")}'.";
        }

        if (
            Property(item, "link") is not null
            && !(Uri.TryCreate(Text(item, "link"), UriKind.Absolute, out Uri? link) && link.Scheme is "https" or "http")
        )
        {
            return "The link is not an http or https address.";
        }

        try
        {
            _ = Compile(Text(item, "pattern")!);
            return null;
        }
        catch (ArgumentException e)
        {
            return $"The pattern is not a regular expression: {e.Message}";
        }
    }

    private static Signature Create(JsonElement item) => new()
    {
        Name = Text(item, "name")!,
        Pattern = Text(item, "pattern")!,
        Log = TryReadKind(Text(item, "log"), out LogKinds kind) ? kind : LogKinds.Diagnosis,
        Threshold = Property(item, "threshold")?.GetInt32() ?? 1,
        Explanation = Text(item, "explanation")!,
        Remedy = Text(item, "remedy") ?? "",
        Link = Text(item, "link"),
        Expression = Compile(Text(item, "pattern")!),
    };

    private static Regex Compile(string pattern) => new(pattern, RegexOptions.CultureInvariant, MatchTimeout);

    private static bool TryReadKind(string? text, out LogKinds kind)
    {
        (string Name, LogKinds Kind)[] kinds =
        [
            ("Vpxd", LogKinds.Vpxd), ("Profiler", LogKinds.Profiler), ("Events", LogKinds.Events), ("Envoy", LogKinds.Envoy),
            ("Services", LogKinds.Services), ("Any", LogKinds.Diagnosis),
        ];
        kind = kinds.FirstOrDefault(known => string.Equals(known.Name, text, StringComparison.OrdinalIgnoreCase)).Kind;
        return kind != LogKinds.None;
    }

    private static string? Text(JsonElement item, string name) =>
        Property(item, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static JsonElement? Property(JsonElement item, string name) => item.TryGetProperty(name, out JsonElement value) ? value : null;
}
