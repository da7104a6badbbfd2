using System.Text;
using System.Text.Json;
using VcsaAuthGuard.ScriptAnalysis;

namespace VcsaAuthGuard.Commands;

/// <summary>
/// Writes findings in the Static Analysis Results Interchange Format for code scanning services. Format: OASIS SARIF 2.1.0,
/// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.
/// </summary>
internal static class SarifLog
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";

    /// <summary>Returns a log with the findings.</summary>
    /// <param name="findings">The findings.</param>
    /// <param name="folder">The folder that paths are given relative to.</param>
    public static string Create(IEnumerable<ScriptFinding> findings, string folder)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", Schema);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json);
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            foreach (ScriptFinding finding in findings)
            {
                WriteResult(json, finding, folder);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteTool(Utf8JsonWriter json)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "Test-VcsaScript");
        json.WriteString("semanticVersion", typeof(SarifLog).Assembly.GetName().Version?.ToString(3));
        json.WriteStartArray("rules");
        foreach (ScriptRule rule in ScriptRules.All)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.ToString());
            json.WriteStartObject("properties");
            json.WriteStartArray("tags");
            json.WriteStringValue(ScriptRules.CategoryOf(rule).ToString());
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, ScriptFinding finding, string folder)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule.ToString());
        json.WriteString("level", finding.Severity == ScriptSeverity.Error ? "error" : "warning");
        json.WriteStartObject("message");
        json.WriteString("text", $"{finding.Message} {finding.Remedy}");
        json.WriteEndObject();
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        if (finding.File is string file)
        {
            WriteFile(json, file, folder);
        }

        json.WriteStartObject("region");
        json.WriteNumber("startLine", finding.Line);
        json.WriteNumber("startColumn", finding.Column);
        json.WriteNumber("endLine", finding.EndLine);
        json.WriteNumber("endColumn", finding.EndColumn);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Code scanning wants paths relative to the repository's root, with slashes.
    private static void WriteFile(Utf8JsonWriter json, string file, string folder)
    {
        string root = folder.TrimEnd('/', '\\');
        bool isWithin =
            file.Length > root.Length + 1 && file.StartsWith(root, StringComparison.Ordinal) && file[root.Length] is '/' or '\\';
        json.WriteStartObject("artifactLocation");
        json.WriteString(
            "uri",
            isWithin
                ? string.Join("/", file.Substring(root.Length + 1).Split('/', '\\').Select(Uri.EscapeDataString))
                : new Uri(file).AbsoluteUri
        );
        json.WriteEndObject();
    }
}
