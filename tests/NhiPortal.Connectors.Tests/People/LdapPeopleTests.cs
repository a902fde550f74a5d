using NhiPortal.Connectors.People;
using NhiPortal.Domain.People;

namespace NhiPortal.Connectors.Tests.People;

/// <summary>Reading people from a real OpenLDAP server over StartTLS.</summary>
public sealed class LdapPeopleTests(PeopleDirectory directory) : IClassFixture<PeopleDirectory>
{
    [Fact]
    public async Task Read_People_TellsStateManagerAndLastingId()
    {
        var people = (await ReadAsync(directory.Settings)).ToDictionary(person => person.Place.Split(',')[0]);
        Assert.Equal(["uid=locked", "uid=mia", "uid=old", "uid=sam", "uid=usual"], people.Keys.Order(StringComparer.Ordinal));
        var sam = people["uid=sam"];
        Assert.Equal(("Sam Strømme", "sam@home.example", true, people["uid=mia"].ObjectId), (sam.Name, sam.Mail, sam.Enabled, sam.Manager));
        Assert.True(Guid.TryParse(sam.ObjectId, out _), sam.ObjectId);
        Assert.False(people["uid=old"].Enabled);
        Assert.Equal((false, true), (people["uid=locked"].Enabled, people["uid=usual"].Enabled));
        Assert.Equal("uid=gone,ou=people,dc=home,dc=example", people["uid=usual"].Manager);
        Assert.Null(people["uid=mia"].Manager);
    }

    [Fact]
    public async Task Read_ByObjectGuid_ReadsItsBytesAndFaultsWhoHasNone()
    {
        var people = await ReadAsync(directory.Settings with { IdAttribute = "objectGUID" });
        Assert.Equal("11111111-2222-3333-4444-555555555555", Assert.Single(people, person => person.Fault is null).ObjectId);
        Assert.All(people.Where(person => person.Fault is not null), person => Assert.Equal("has no objectGUID.", person.Fault));
    }

    [Fact]
    public async Task Read_AGroupWithAMailAddress_IsNoPerson()
    {
        var group = Assert.Single(await ReadAsync(directory.Settings with { Filter = "(mail=owners@home.example)" }));
        Assert.Equal("is a group; only a person can own anything.", group.Fault);
    }

    [Fact]
    public async Task Read_MoreThanOnePage_ReadsAll()
    {
        var people = await ReadAsync(directory.Settings with { SearchBase = "ou=many,dc=home,dc=example" });
        Assert.Equal((PeopleDirectory.Many, PeopleDirectory.Many), (people.Count, people.Select(person => person.ObjectId).Distinct().Count()));
    }

    [Fact]
    public async Task Read_Trouble_IsNoReadingAtAll()
    {
        var settings = directory.Settings;
        foreach (var trouble in new[] { settings with { Secret = "wrong" }, settings with { SearchBase = "ou=nowhere,dc=home,dc=example" }, settings with { Filter = "(&" }, settings with { Address = "ldap://127.0.0.1:1" }, settings with { AuthorityFile = "/nowhere.pem" } })
            await Assert.ThrowsAsync<ConnectorFault>(() => ReadAsync(trouble));
    }

    [Fact]
    public void Settings_AsText_HoldNoSecret() => Assert.DoesNotContain("reader-password", directory.Settings.ToString(), StringComparison.Ordinal);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<List<DirectoryEntry>> ReadAsync(LdapPeopleSettings settings) => await new LdapPeople(settings).ReadAsync(Stop).ToListAsync(Stop);
}
