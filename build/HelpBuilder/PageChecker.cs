using YamlDotNet.RepresentationModel;

namespace HelpBuilder;

/// <summary>Compares pages with the cmdlets that they describe.</summary>
internal static class PageChecker
{
    private const string CommonParameters = "[<CommonParameters>]";

    /// <summary>Returns the mistakes in all pages.</summary>
    /// <param name="cmdlets">The cmdlets of the assembly.</param>
    /// <param name="pages">The pages.</param>
    /// <param name="folder">The folder of the pages, which is where a missing one is reported.</param>
    public static IEnumerable<PageError> Check(IReadOnlyList<Cmdlet> cmdlets, IReadOnlyList<HelpPage> pages, string folder)
    {
        foreach (Cmdlet cmdlet in cmdlets.Where(cmdlet => !pages.Any(page => page.Name == cmdlet.Name)))
        {
            yield return new(Path.Combine(folder, cmdlet.Name + ".md"), 1, $"There is no page for the cmdlet {cmdlet.Name}.");
        }

        foreach (HelpPage page in pages)
        {
            Cmdlet? cmdlet = cmdlets.FirstOrDefault(cmdlet => cmdlet.Name == page.Name);
            foreach ((int line, string message) in cmdlet is null ? [(1, $"There is no cmdlet {page.Name}.")] : Check(cmdlet, page))
            {
                yield return new(page.File, line, message);
            }
        }
    }

    private static IEnumerable<(int Line, string Message)> Check(Cmdlet cmdlet, HelpPage page)
    {
        if (page.HelpUri != cmdlet.HelpUri)
        {
            yield return (1, Difference("HelpUri", page.HelpUri, cmdlet.HelpUri));
        }

        foreach ((int, string) error in CheckSyntax(cmdlet, page).Concat(CheckParameters(cmdlet, page)).Concat(CheckOutputs(cmdlet, page)))
        {
            yield return error;
        }
    }

    private static IEnumerable<(int Line, string Message)> CheckSyntax(Cmdlet cmdlet, HelpPage page)
    {
        foreach (string set in cmdlet.ParameterSets.Where(set => !page.Syntaxes.Any(syntax => syntax.ParameterSet == set)))
        {
            yield return (1, $"SYNTAX lacks the parameter set {set}.");
        }

        foreach (PageSyntax syntax in page.Syntaxes)
        {
            if (!cmdlet.ParameterSets.Contains(syntax.ParameterSet))
            {
                yield return (syntax.Line, $"The cmdlet has no parameter set {syntax.ParameterSet}.");
                continue;
            }

            bool isDefault = syntax.ParameterSet != ParameterUse.All && syntax.ParameterSet == cmdlet.ParameterSets[0];
            if (syntax.IsDefault != isDefault)
            {
                yield return (syntax.Line, $"The parameter set {syntax.ParameterSet} is {(isDefault ? "" : "not ")}the default one.");
            }

            List<string> expected = [.. from parameter in cmdlet.Parameters
                let use = parameter.UseIn(syntax.ParameterSet)
                where use is not null
                select parameter.SyntaxIn(use), CommonParameters];
            foreach (string token in expected.Except(syntax.Tokens))
            {
                yield return (syntax.Line, $"The syntax of {syntax.ParameterSet} lacks '{token}'.");
            }

            foreach (string token in syntax.Tokens.Except(expected))
            {
                yield return (syntax.Line, $"The syntax of {syntax.ParameterSet} has '{token}', and the cmdlet has not.");
            }
        }
    }

    private static IEnumerable<(int Line, string Message)> CheckParameters(Cmdlet cmdlet, HelpPage page)
    {
        IEnumerable<string> expected = cmdlet.Parameters.Where(parameter => !parameter.IsCommon).Select(parameter => parameter.Name);
        foreach (string name in expected.Except(page.Parameters.Select(text => text.Name)))
        {
            yield return (1, $"PARAMETERS lacks -{name}.");
        }

        foreach (PageParameter text in page.Parameters)
        {
            CmdletParameter? parameter = cmdlet.Parameters.FirstOrDefault(parameter => parameter.Name == text.Name);
            if (parameter is null)
            {
                yield return (text.Line, $"The cmdlet has no parameter -{text.Name}.");
                continue;
            }

            if (text.Description.Count == 0)
            {
                yield return (text.Line, $"-{text.Name} has no description.");
            }

            Dictionary<string, string> stated = Properties(text), actual = Properties(parameter);
            foreach (string property in stated.Keys.Union(actual.Keys))
            {
                string before = stated.GetValueOrDefault(property, ""), after = actual.GetValueOrDefault(property, "");
                if (before != after)
                {
                    yield return (text.PropertiesLine, $"-{text.Name}: " + Difference(property, before, after));
                }
            }
        }
    }

    private static IEnumerable<(int Line, string Message)> CheckOutputs(Cmdlet cmdlet, HelpPage page)
    {
        foreach (string type in cmdlet.OutputTypes.Except(page.Outputs.Select(output => output.Name)))
        {
            yield return (1, $"OUTPUTS lacks {type}.");
        }

        foreach (PageType output in page.Outputs.Where(output => !cmdlet.OutputTypes.Contains(output.Name)))
        {
            yield return (output.Line, $"The cmdlet declares no output of type {output.Name}.");
        }
    }

    private static string Difference(string property, string stated, string actual) =>
        $"{property} is '{stated}' in the page and '{actual}' in the cmdlet.";

    private static Dictionary<string, string> Properties(CmdletParameter parameter)
    {
        Dictionary<string, string> properties = new()
        {
            ["Type"] = parameter.Type,
            ["SupportsWildcards"] = Text(parameter.SupportsWildcards),
            ["DontShow"] = Text(parameter.DontShow),
            ["Aliases"] = string.Join(", ", parameter.Aliases),
        };
        foreach (ParameterUse use in parameter.Uses)
        {
            string set = use.ParameterSet + ": ";
            properties[set + "Position"] = use.Position?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "Named";
            properties[set + "IsRequired"] = Text(use.IsRequired);
            properties[set + "ValueFromPipeline"] = Text(use.IsFromPipeline);
            properties[set + "ValueFromPipelineByPropertyName"] = Text(use.IsFromProperty);
            properties[set + "ValueFromRemainingArguments"] = Text(use.IsFromRemainingArguments);
        }

        return properties;
    }

    private static Dictionary<string, string> Properties(PageParameter text)
    {
        // The rest is for other tools, or text.
        string[] ignored = ["AcceptedValues", "DefaultValue", "HelpMessage", "ParameterValue"];
        Dictionary<string, string> properties = [];
        foreach ((YamlNode key, YamlNode value) in text.Properties.Children)
        {
            if ($"{key}" == "ParameterSets")
            {
                foreach (YamlMappingNode set in ((YamlSequenceNode)value).OfType<YamlMappingNode>())
                {
                    foreach ((YamlNode name, YamlNode part) in set.Children.Where(pair => $"{pair.Key}" != "Name"))
                    {
                        properties[$"{set["Name"]}: {name}"] = $"{part}";
                    }
                }
            }
            else if (!ignored.Contains($"{key}"))
            {
                properties[$"{key}"] = value is YamlSequenceNode list ? string.Join(", ", list) : $"{value}";
            }
        }

        return properties;
    }

    private static string Text(bool value) => value ? "true" : "false";
}
