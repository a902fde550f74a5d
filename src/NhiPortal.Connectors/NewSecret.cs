using System.Security.Cryptography;

namespace NhiPortal.Connectors;

/// <summary>Secrets nobody chose: 192 random bits, of every kind of character that password rules ask for.</summary>
internal static class NewSecret
{
    public static string Make() => $"aA1-{Convert.ToBase64String(RandomNumberGenerator.GetBytes(24)).Replace('+', '-').Replace('/', '_')}";
}
