using System.Text;
using NhiPortal.Domain.People;
using NhiPortal.Features.People;

namespace NhiPortal.Tests.Features.People;

/// <summary>A directory of people as a file that a test changes as an operator would.</summary>
public sealed class PeopleFile(string path)
{
    private readonly Dictionary<string, string> lines = [];

    public PeopleSettings Settings => new() { Source = PeopleSourceKind.Csv, File = path, Tenant = "home" };

    public byte[] Bytes => Encoding.UTF8.GetBytes(Text);

    private string Text => "object_id,name,mail,enabled,manager,external\n" + string.Concat(lines.Values);

    public PeopleFile Tell(Person person, bool enabled = true, Person? manager = null) =>
        Tell(person.ObjectId, person.Name, person.Mail, enabled, manager?.ObjectId);

    public PeopleFile Tell(string id, string name, string mail, bool enabled = true, string? manager = null, bool external = false)
    {
        lines[id] = $"{id},\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{mail},{enabled},{manager},{external}\n";
        File.WriteAllText(path, Text);
        return this;
    }

    public PeopleFile Remove(string id)
    {
        lines.Remove(id);
        File.WriteAllText(path, Text);
        return this;
    }

    public void Raw(string text) => File.WriteAllText(path, text);
}
