using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace VcsaAuthGuard.Tests.Alerts;

/// <summary>Small evaluators of what the alerts use of each platform's language: whether an event's text is found. What they do not know
/// they refuse.</summary>
internal static partial class QueryEvaluators
{
    private static readonly ConditionalWeakTable<string, string[]> SearchWords = [];
    private static readonly ConditionalWeakTable<string, string[]> AriaWords = [];

    /// <summary>Line filters behind the selector.</summary>
    public static bool LogQL(string query, string text)
    {
        string filters = query[(query.IndexOf('}', StringComparison.Ordinal) + 1)..query.LastIndexOf('[')];
        // The range's bracket is the last one outside of quotes.
        MatchCollection found = LineFilter().Matches(filters);
        Assert.Equal("", LineFilter().Replace(filters, "").Trim());
        Assert.NotEmpty(found);
        return found.All(filter => filter.Groups[1].Value switch
        {
            "|=" => text.Contains(Unquote(filter), StringComparison.Ordinal),
            "|~" => Regex.IsMatch(text, Unquote(filter), RegexOptions.CultureInvariant),
            string other => throw new NotSupportedException(other),
        });

        static string Unquote(Match filter) => (string)JsonNode.Parse(filter.Groups[2].Value)!;
    }

    /// <summary>bool, match_phrase with the standard analyzer; what is about time and host is taken for true.</summary>
    public static bool QueryDsl(JsonNode query, string text)
    {
        (string kind, JsonNode? body) = query.AsObject().Single();
        switch (kind)
        {
            case "range" or "terms":
                return true;
            case "match_phrase":
                (string field, JsonNode? phrase) = body!.AsObject().Single();
                Assert.Equal("message", field);
                return HasPhrase(StandardToken(), text, (string)phrase!);
            case "bool":
                JsonObject parts = body!.AsObject();
                Assert.Empty(parts.Select(part => part.Key).Except(["_name", "filter", "should", "minimum_should_match"]));
                bool isFiltered = parts["filter"]?.AsArray().All(part => QueryDsl(part!, text)) ?? true;
                int should = parts["should"]?.AsArray().Count(part => QueryDsl(part!, text)) ?? 0;
                return isFiltered && should >= ((int?)parts["minimum_should_match"] ?? 0);
            default:
                throw new NotSupportedException(kind);
        }
    }

    /// <summary>Terms in quotes, AND by standing together, OR, brackets; index and host are taken for true.</summary>
    public static bool Splunk(string search, string text)
    {
        Queue<string> tokens = new(SplunkToken().Matches(search.Split(" | ")[0]).Select(match => match.Value));
        bool found = Or();
        Assert.Empty(tokens);
        return found;

        bool Or()
        {
            bool isFound = And();
            while (tokens.TryPeek(out string? next) && next == "OR")
            {
                tokens.Dequeue();
                isFound |= And();
            }

            return isFound;
        }

        bool And()
        {
            bool isFound = true;
            while (tokens.TryPeek(out string? next) && next is not ("OR" or ")"))
            {
                isFound &= Term(tokens.Dequeue());
            }

            return isFound;
        }

        bool Term(string token)
        {
            if (token == "(")
            {
                bool isFound = Or();
                Assert.Equal(")", tokens.Dequeue());
                return isFound;
            }

            // A phrase in quotes is whole words, in any case.
            return token[0] == '"'
                    ? Regex.IsMatch(
                        text,
                        $@"(?<!\w){Regex.Escape(token.Trim('"'))}(?!\w)",
                        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
                    )
                : token.StartsWith("index=", StringComparison.Ordinal) || token.StartsWith("host IN", StringComparison.Ordinal) ? true
                : throw new NotSupportedException(token);
        }
    }

    /// <summary>message|contains|all; condition with or.</summary>
    public static bool Sigma(YamlMappingNode rule, string text)
    {
        YamlMappingNode detection = (YamlMappingNode)rule["detection"];
        Assert.Equal("message or fault", detection["condition"].ToString());
        return Selection("message") || Selection("fault");

        bool Selection(string name)
        {
            (YamlNode key, YamlNode values) = ((YamlMappingNode)detection[name]).Single();
            Assert.Equal("message|contains|all", key.ToString());
            return ((YamlSequenceNode)values).All(value => text.Contains(value.ToString(), StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>CONTAINS on the text: whole words of letters, digits, hyphens and underscores, in their order.</summary>
    public static bool Aria(string chartQuery, string text)
    {
        JsonNode query = JsonNode.Parse(chartQuery)!;
        Assert.Equal("", (string)query["query"]!);
        Assert.Equal("ALL", (string)query["constraintToggle"]!);
        return query["fieldConstraints"]!.AsArray().All(constraint =>
        {
            Assert.Equal("CONTAINS", (string)constraint!["operator"]!);
            return (string)constraint["internalName"]! == "hostname" || HasPhrase(AriaToken(), text, (string)constraint["value"]!);
        });
    }

    /// <summary>A phrase in a text field of OpenSearch.</summary>
    public static bool SearchContains(string text, string phrase) => HasPhrase(SearchWords, StandardToken(), text, phrase);

    /// <summary>A phrase in a field of Aria Operations for Logs.</summary>
    public static bool AriaContains(string text, string phrase) => HasPhrase(AriaWords, AriaToken(), text, phrase);

    private static bool HasPhrase(Regex token, string text, string phrase) => HasPhrase(Words(token, text), Words(token, phrase));

    /// <summary>The words of a text are kept as long as the text is: stand-ins look at the same texts again and again.</summary>
    private static bool HasPhrase(ConditionalWeakTable<string, string[]> words, Regex token, string text, string phrase) =>
        HasPhrase(words.GetValue(text, value => Words(token, value)), Words(token, phrase));

    private static bool HasPhrase(string[] words, string[] wanted) =>
        Enumerable
            .Range(0, Math.Max(0, words.Length - wanted.Length + 1))
            .Any(start => words.AsSpan(start, wanted.Length).SequenceEqual(wanted));

    private static string[] Words(Regex token, string text) => [.. token.Matches(text).Select(match => match.Value.ToUpperInvariant())];

    [GeneratedRegex("""(\|=|\|~|!=|!~) ("(?:[^"\\]|\\.)*")""")]
    private static partial Regex LineFilter();

    /// <summary>Unicode's words (UAX 29), as far as logs have them: a dot, a colon or an apostrophe between letters does not part
    /// them.</summary>
    [GeneratedRegex(@"\w+(?:(?:(?<=\p{L})[.:'](?=\p{L})|(?<=\d)[.,](?=\d))\w+)*")]
    private static partial Regex StandardToken();

    [GeneratedRegex(@"[A-Za-z0-9_-]+")]
    private static partial Regex AriaToken();

    [GeneratedRegex("""host IN \([^)]*\)|"[^"]*"|[()]|[^\s()"]+""")]
    private static partial Regex SplunkToken();
}
