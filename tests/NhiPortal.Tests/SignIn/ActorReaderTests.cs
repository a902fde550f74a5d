using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Tenants;
using NhiPortal.SignIn;

namespace NhiPortal.Tests.SignIn;

/// <summary>Who a signed-in person is to the use cases is read afresh, so an account that ends, ends now.</summary>
public sealed class ActorReaderTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private Person person = null!;
    private ActorReader reader = null!;
    private PortalSession session = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        var databases = portal.Services.GetRequiredService<IDbContextFactory<PortalDb>>();
        reader = new ActorReader(databases);
        session = new PortalSession(databases, portal.Time);
        var home = Tenant.Create("home", "Home", null, portal.Now);
        var other = Tenant.Create("other", "Other", null, portal.Now);
        person = Person.Create(home.Id, "oid-1", "Ada", "ada@example.test", portal.Now);
        person.Allow(other.Id);
        await portal.ArrangeAsync(db =>
        {
            db.Tenants.AddRange(home, other);
            db.People.Add(person);
        });
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Read_SignedIn_IsThatPersonWithTheirRolesAndTenants()
    {
        var actor = await ReadAsync(session.Open(person, [Role.Auditor], null));

        Assert.Equal((ActorKind.Person, person.Id.Value, "Ada"), (actor.Kind, actor.Id, actor.Name));
        Assert.Equal([Role.Auditor], actor.Roles);
        Assert.Equal(2, actor.Tenants!.Count);
        Assert.Equal("192.0.2.7", actor.ClientAddress);
    }

    [Fact]
    public async Task Read_Administrator_SeesEveryTenant() => Assert.Null((await ReadAsync(session.Open(person, [Role.Administrator], null))).Tenants);

    [Theory]
    [InlineData(PersonStatus.Disabled)]
    [InlineData(PersonStatus.Left)]
    public async Task Read_AccountEndedASecondAgo_IsNobody(PersonStatus status)
    {
        var signedIn = session.Open(person, [Role.Administrator], null);
        await EndAsync(status);

        var actor = await ReadAsync(signedIn);

        Assert.Equal(ActorKind.Anonymous, actor.Kind);
        Assert.Empty(actor.Roles);
        Assert.Null(actor.Person);
        Assert.False(await session.HoldsAsync(signedIn, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Read_NotSignedIn_IsNobody()
    {
        Assert.Equal(ActorKind.Anonymous, (await ReadAsync(new ClaimsPrincipal())).Kind);
        // Claims without a proof of sign-in are only words.
        Assert.Equal(ActorKind.Anonymous, (await ReadAsync(new ClaimsPrincipal(new ClaimsIdentity([new(ActorReader.PersonClaim, person.Id.ToString())])))).Kind);
    }

    [Fact]
    public async Task Session_EightHoursAfterSignIn_IsOver()
    {
        var signedIn = session.Open(person, [], null);
        portal.Time.Advance(PortalSession.Longest - TimeSpan.FromSeconds(1));
        Assert.True(await session.HoldsAsync(signedIn, TestContext.Current.CancellationToken));
        portal.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await session.HoldsAsync(signedIn, TestContext.Current.CancellationToken));
    }

    private Task<Actor> ReadAsync(ClaimsPrincipal user) => reader.ReadAsync(user, "192.0.2.7", TestContext.Current.CancellationToken);

    private async Task EndAsync(PersonStatus status)
    {
        await using var db = portal.Db();
        (await db.People.SingleAsync(p => p.Id == person.Id, TestContext.Current.CancellationToken)).SetStatus(status, portal.Now);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}
