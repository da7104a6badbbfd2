using System.Text;
using System.Xml;

namespace VcsaAuthGuard.VSphere;

/// <summary>Writes calls of the vSphere API as SOAP 1.1 envelopes.</summary>
internal static class SoapRequest
{
    public const string Vim = "urn:vim25";

    private const string Envelope = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>Returns the envelope of a call.</summary>
    /// <param name="method">The method, as in the WSDL.</param>
    /// <param name="target">The object it is called on.</param>
    /// <param name="writeArguments">Writes the arguments, in the WSDL's order.</param>
    public static byte[] Write(string method, ManagedObject target, Action<XmlWriter>? writeArguments = null)
    {
        using MemoryStream bytes = new();
        using (
            XmlWriter writer = XmlWriter.Create(
                bytes,
                new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) }
            )
        )
        {
            writer.WriteStartElement("soapenv", "Envelope", Envelope);
            writer.WriteAttributeString("xmlns", "xsi", null, SchemaInstance);
            writer.WriteStartElement("Body", Envelope);
            writer.WriteStartElement(method, Vim);
            WriteObject(writer, "_this", target);
            writeArguments?.Invoke(writer);
            writer.WriteEndElement();
            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        return bytes.ToArray();
    }

    public static void WriteObject(XmlWriter writer, string name, ManagedObject value)
    {
        writer.WriteStartElement(name, Vim);
        writer.WriteAttributeString("type", value.Type);
        writer.WriteString(value.Value);
        writer.WriteEndElement();
    }

    /// <summary>Writes the arguments of RetrievePropertiesEx for a property of the objects that a property of another one lists.</summary>
    public static void WriteListProperty(XmlWriter writer, ManagedObject list, string listPath, string type, string path)
    {
        writer.WriteStartElement("specSet", Vim);
        writer.WriteStartElement("propSet", Vim);
        writer.WriteElementString("type", Vim, type);
        writer.WriteElementString("pathSet", Vim, path);
        writer.WriteEndElement();
        writer.WriteStartElement("objectSet", Vim);
        WriteObject(writer, "obj", list);
        writer.WriteElementString("skip", Vim, "true");
        writer.WriteStartElement("selectSet", Vim);
        writer.WriteAttributeString("type", SchemaInstance, "TraversalSpec");
        writer.WriteElementString("type", Vim, list.Type);
        writer.WriteElementString("path", Vim, listPath);
        writer.WriteEndElement();
        writer.WriteEndElement();
        writer.WriteEndElement();
        writer.WriteElementString("options", Vim, "");
    }

    /// <summary>Writes the arguments of RetrievePropertiesEx for some properties of one object.</summary>
    public static void WriteProperties(XmlWriter writer, ManagedObject target, IEnumerable<string> paths)
    {
        writer.WriteStartElement("specSet", Vim);
        writer.WriteStartElement("propSet", Vim);
        writer.WriteElementString("type", Vim, target.Type);
        foreach (string path in paths)
        {
            writer.WriteElementString("pathSet", Vim, path);
        }

        writer.WriteEndElement();
        writer.WriteStartElement("objectSet", Vim);
        WriteObject(writer, "obj", target);
        writer.WriteEndElement();
        writer.WriteEndElement();
        writer.WriteElementString("options", Vim, "");
    }
}
