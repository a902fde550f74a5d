using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;

namespace NhiPortal.SignIn;

/// <summary>
/// A person's session: carries only what the portal needs, ends 8 hours after sign-in at the latest, and at once when
/// the person is no longer active. Roles are those of the sign-in; a changed role counts from the next one.
/// </summary>
public sealed class PortalSession(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    /// <summary>Without a page being loaded for this long, the session ends.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(4);

    public static readonly TimeSpan Longest = TimeSpan.FromHours(8);

    public const string NameClaim = "name";
    public const string RoleClaim = "roles";
    private const string SinceClaim = "nhiportal_since";
    private const string ProvedClaim = "nhiportal_proved";

    /// <summary>When the person proved who they are, by what sign-in could say; null when it could not.</summary>
    public static DateTimeOffset? ProvedAt(ClaimsPrincipal user) =>
        long.TryParse(user.FindFirstValue(ProvedClaim), CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    public ClaimsPrincipal Open(Person person, IEnumerable<Role> roles, DateTimeOffset? provedAt) => new(new ClaimsIdentity(
        [
            new(NameClaim, person.Name),
            new(ActorReader.PersonClaim, person.Id.ToString()),
            new(SinceClaim, time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            .. provedAt is { } proved ? [new Claim(ProvedClaim, proved.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))] : Array.Empty<Claim>(),
            .. roles.Distinct().Select(role => new Claim(RoleClaim, role.ToString())),
        ],
        CookieAuthenticationDefaults.AuthenticationScheme, NameClaim, RoleClaim));

    /// <summary>Whether the session still counts: young enough, and of somebody who is active.</summary>
    public async Task<bool> HoldsAsync(ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (!long.TryParse(user.FindFirstValue(SinceClaim), CultureInfo.InvariantCulture, out var since)
            || !Guid.TryParse(user.FindFirstValue(ActorReader.PersonClaim), out var id)
            || time.GetUtcNow().ToUnixTimeSeconds() - since >= (long)Longest.TotalSeconds)
            return false;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.People.AnyAsync(person => person.Id == new PersonId(id) && person.Status == PersonStatus.Active, cancellation);
    }
}
