using System.Text;
using NhiPortal.Connectors.People;
using NhiPortal.Domain.People;

namespace NhiPortal.Connectors.Tests.People;

public sealed class CsvPeopleTests
{
    private const string Header = "object_id,name,mail,enabled,manager,external\n";

    [Fact]
    public async Task Read_GoodFile_TellsEverybody()
    {
        var people = await ReadAsync($"\uFEFF{Header}1,\"Lindqvist, Sofia\",sofia@h.example,true,2,\n2,\"Astrid\nV\",a@h.example,No,,yes\n");
        Assert.Equal(
            [("1", "Lindqvist, Sofia", true, "2", false), ("2", "Astrid\nV", false, "", true)],
            people.Select(p => (p.ObjectId, p.Name, p.Enabled, p.Manager, p.External)));
        Assert.Equal(["Line 2", "Line 3"], people.Select(p => p.Place));
        Assert.All(people, person => Assert.Null(person.Fault));
    }

    [Fact]
    public async Task Read_OtherColumnsInAnyOrder_AreNoMatter()
    {
        var person = Assert.Single(await ReadAsync("Enabled;Department;MAIL;Name;Object_Id\n1;Sales;b@h.example;Bo;7\n"));
        Assert.Equal(("7", "Bo", "b@h.example", true, ""), (person.ObjectId, person.Name, person.Mail, person.Enabled, person.Manager));
    }

    [Theory]
    [InlineData("", "no column object_id")]
    [InlineData("object_id,name,mail\n1,Bo,b@h.example\n", "no column enabled")]
    [InlineData("object_id,name,name,mail,enabled\n", "column name more than once")]
    [InlineData("object_id,name,mail,enabled\n1,Bo,b@h.example,true\n2,Cy,c@h", "cut off")]
    public async Task Read_WrongOrCutOff_IsNoReadingAtAll(string file, string told) =>
        Assert.Contains(told, (await Assert.ThrowsAsync<ConnectorFault>(() => ReadAsync(file))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Read_AnotherEncoding_IsNoReadingAtAll() =>
        Assert.Contains("not UTF-8", (await Assert.ThrowsAsync<ConnectorFault>(() => ReadAsync(Encoding.Latin1.GetBytes($"{Header}1,Zoë,z@h.example,true,,\n")))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Read_NoFile_SaysSo() =>
        await Assert.ThrowsAsync<ConnectorFault>(async () => await new CsvPeople(() => File.OpenRead("/nowhere/people.csv")).ReadAsync(Stop).ToListAsync(Stop));

    [Fact]
    public async Task Read_UnclearFlag_IsTheLinesOwnFault()
    {
        var people = await ReadAsync($"{Header}1,Bo,b@h.example,maybe,,\n2,Cy,c@h.example,true,,perhaps\n3,Di,d@h.example,true,,\n");
        Assert.Equal(["enabled must be true or false.", "external must be true or false.", null], people.Select(person => person.Fault));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task<List<DirectoryEntry>> ReadAsync(string file) => ReadAsync(Encoding.UTF8.GetBytes(file));

    private static async Task<List<DirectoryEntry>> ReadAsync(byte[] file) => await new CsvPeople(() => new MemoryStream(file)).ReadAsync(Stop).ToListAsync(Stop);
}
