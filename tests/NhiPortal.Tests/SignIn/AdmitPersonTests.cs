using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Tenants;
using NhiPortal.SignIn;

namespace NhiPortal.Tests.SignIn;

/// <summary>Whom the directory vouches for comes in, lands in the right tenant, and is written down.</summary>
public sealed class AdmitPersonTests : IAsyncLifetime
{
    private static readonly DirectoryWord Word = new()
    {
        ObjectId = "oid-1",
        DirectoryId = "directory-b",
        Name = "Ada Lovelace",
        Mail = "ada@example.test",
        Roles = [Role.IamStaff],
        Method = "entra",
    };

    private TestPortal portal = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => portal = await TestPortal.StartAsync();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task FirstSignIn_TenantOfTheDirectory_IsTheirs()
    {
        await TenantsAsync(("home", "directory-a"), ("branch", "directory-b"));

        var person = (await AdmitAsync(Word)).Value;

        Assert.Equal(("Ada Lovelace", "ada@example.test", "oid-1"), (person.Name, person.Mail, person.ObjectId));
        Assert.Equal("branch", await TenantKeyAsync(person));
        Assert.Equal(["person.first_seen", "person.signed_in"], (await EventsAsync()).Select(e => e.Kind));
    }

    [Fact]
    public async Task FirstSignIn_DirectoryOfNoTenant_LandsInHome()
    {
        await TenantsAsync(("aardvark", null), ("home", null));

        Assert.Equal("home", await TenantKeyAsync((await AdmitAsync(Word)).Value));
    }

    [Fact]
    public async Task FirstSignIn_OneTenantOnly_LandsInIt()
    {
        await TenantsAsync(("northwind", null));

        Assert.Equal("northwind", await TenantKeyAsync((await AdmitAsync(Word)).Value));
    }

    [Fact]
    public async Task FirstSignIn_SeveralTenantsAndNoneFits_IsRefusedAndRecorded()
    {
        await TenantsAsync(("north", "directory-n"), ("south", null));

        Assert.Equal("unknown_directory", (await AdmitAsync(Word)).Refusal?.Code);

        var refused = Assert.Single(await EventsAsync());
        Assert.Equal("person.sign_in.refused", refused.Kind);
        Assert.Contains("oid-1", refused.Body, StringComparison.Ordinal);
        await using var db = portal.Db();
        Assert.Empty(await db.People.ToListAsync(Cancellation));
    }

    [Fact]
    public async Task NextSignIn_NewNameAndMail_AreTakenOver()
    {
        await TenantsAsync(("home", null));
        var first = (await AdmitAsync(Word)).Value;

        var again = (await AdmitAsync(Word with { Name = "Ada King", Mail = "king@example.test" })).Value;

        Assert.Equal((first.Id, "Ada King", "king@example.test"), (again.Id, again.Name, again.Mail));
        Assert.Equal(["person.first_seen", "person.signed_in", "person.refreshed", "person.signed_in"], (await EventsAsync()).Select(e => e.Kind));
    }

    [Fact]
    public async Task SignedIn_Event_NamesThePersonAsTheActor()
    {
        await TenantsAsync(("home", null));
        var person = (await AdmitAsync(Word)).Value;

        var body = AuditBody.Parse((await EventsAsync())[^1].Body);

        Assert.Equal((ActorKind.Person, person.Id.Value, "Ada Lovelace"), (body.Actor.Kind, body.Actor.Id, body.Actor.Name));
        Assert.Equal("192.0.2.7", body.Client);
        Assert.Equal("IamStaff", body.Facts!["roles"]);
        Assert.Null(body.Person);
    }

    [Theory]
    [InlineData(PersonStatus.Disabled, "person_disabled")]
    [InlineData(PersonStatus.Left, "person_left")]
    public async Task SignIn_AccountEnded_IsRefusedAndRecordedAboutThem(PersonStatus status, string code)
    {
        await TenantsAsync(("home", null));
        var person = (await AdmitAsync(Word)).Value;
        await using (var db = portal.Db())
        {
            (await db.People.SingleAsync(Cancellation)).SetStatus(status, portal.Now);
            await db.SaveChangesAsync(Cancellation);
        }

        Assert.Equal(code, (await AdmitAsync(Word with { Name = "Changed" })).Refusal?.Code);

        var refused = (await EventsAsync())[^1];
        Assert.Equal(("person.sign_in.refused", person.Id), (refused.Kind, refused.PersonId));
    }

    [Fact]
    public async Task FirstSignIn_TwiceAtOnce_MakesOnePerson()
    {
        await TenantsAsync(("home", null));
        await using var second = portal.Second();

        var admitted = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => new AdmitPerson((i % 2 == 0 ? portal : second).Get<UnitOfWork>()).RunAsync(Word, null, Cancellation)));

        Assert.Single(admitted.Select(result => result.Value.Id).Distinct());
        Assert.Single(await EventsAsync(), e => e.Kind == "person.first_seen");
    }

    [Theory]
    [InlineData(5000, 200)]
    [InlineData(200, 200)]
    public async Task SignIn_NameLongerThanKept_IsCut(int length, int kept)
    {
        await TenantsAsync(("home", null));

        Assert.Equal(kept, (await AdmitAsync(Word with { Name = new string('é', length) })).Value.Name.Length);
    }

    [Fact]
    public void KeptName_CutsBetweenCharactersAndDropsOverrides()
    {
        Assert.Equal(new string('a', 199), (Word with { Name = new string('a', 199) + "👩‍👩‍👧" }).KeptName);
        Assert.Equal("Adacba", (Word with { Name = "Ada\u202Ecba" }).KeptName);
        Assert.Equal("oid-1", (Word with { Name = " \u0007 " }).KeptName);
    }

    private Task<Result<Person>> AdmitAsync(DirectoryWord word) => new AdmitPerson(portal.Get<UnitOfWork>()).RunAsync(word, "192.0.2.7", Cancellation);

    private Task TenantsAsync(params (string Key, string? Directory)[] tenants) => portal.ArrangeAsync(db =>
        db.Tenants.AddRange(tenants.Select(tenant => Tenant.Create(tenant.Key, tenant.Key, tenant.Directory, portal.Now))));

    private async Task<string> TenantKeyAsync(Person person)
    {
        await using var db = portal.Db();
        return await db.Tenants.Where(tenant => tenant.Id == person.TenantId).Select(tenant => tenant.Key).SingleAsync(Cancellation);
    }

    private async Task<List<AuditEvent>> EventsAsync()
    {
        await using var db = portal.Db();
        return await db.AuditEvents.AsNoTracking().OrderBy(e => e.Id).ToListAsync(Cancellation);
    }
}
