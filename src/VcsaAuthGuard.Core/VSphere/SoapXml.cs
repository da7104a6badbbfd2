using System.Xml;
using System.Xml.Linq;

namespace VcsaAuthGuard.VSphere;

/// <summary>Reads untrusted XML: without DTD, entities and external resources, and within limits of depth and size.</summary>
internal static class SoapXml
{
    /// <summary>The deepest response that is read here has eight levels.</summary>
    private const int MaxDepth = 64;

    /// <summary>About 40 nodes per session, for several times the sessions that a vCenter Server can have.</summary>
    private const int MaxNodes = 2_000_000;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        // Whoever logs in chooses his user agent; a character that XML forbids must not hide the whole list.
        CheckCharacters = false,
    };

    /// <summary>Returns the element in the body of the envelope.</summary>
    /// <exception cref="XmlException">The document is not XML, not an envelope, or exceeds the limits.</exception>
    public static XElement ReadPayload(byte[] document)
    {
        CheckBounds(document);
        using XmlReader reader = XmlReader.Create(new MemoryStream(document), Settings);
        XElement root = XElement.Load(reader);
        XElement? payload = root.Name.LocalName == "Envelope" ? Child(root, "Body")?.Elements().FirstOrDefault() : null;
        return payload ?? throw new XmlException("The document is not a SOAP envelope with a body.");
    }

    /// <summary>Returns the first child with a local name. Servers differ in where they declare the namespace.</summary>
    public static XElement? Child(XElement parent, string name) => Children(parent, name).FirstOrDefault();

    public static IEnumerable<XElement> Children(XElement parent, string name) =>
        parent.Elements().Where(element => element.Name.LocalName == name);

    /// <summary>Returns a child's text; null if it is missing or empty.</summary>
    public static string? Text(XElement parent, string name) => Child(parent, name)?.Value is { Length: > 0 } text ? text : null;

    /// <summary>Returns the type in <c>xsi:type</c>, without the prefix of its namespace.</summary>
    public static string? TypeOf(XElement element)
    {
        string? type = element.Attribute(XName.Get("type", "http://www.w3.org/2001/XMLSchema-instance"))?.Value;
        return type?.Substring(type.IndexOf(':') + 1);
    }

    /// <summary>Reads the document once before a tree is built from it.</summary>
    private static void CheckBounds(byte[] document)
    {
        using XmlReader reader = XmlReader.Create(new MemoryStream(document), Settings);
        for (int nodes = 0; reader.Read(); nodes += 1 + reader.AttributeCount)
        {
            if (reader.Depth > MaxDepth || nodes > MaxNodes)
            {
                throw new XmlException("The document has more levels or elements than any response of the vSphere API.");
            }
        }
    }
}
