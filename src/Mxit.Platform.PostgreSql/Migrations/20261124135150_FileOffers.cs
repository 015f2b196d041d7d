using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mxit.Platform.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class FileOffers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "NormalizedName",
                table: "GalleryFolders",
                type: "character varying(192)",
                maxLength: 192,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(64)",
                oldMaxLength: 64);

            migrationBuilder.CreateTable(
                name: "FileOffers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    FileId = table.Column<Guid>(type: "uuid", nullable: true),
                    SenderId = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    SenderIsApp = table.Column<bool>(type: "boolean", nullable: false),
                    ReceiverId = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    FileName = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    MediaType = table.Column<string>(type: "character varying(127)", maxLength: 127, nullable: false),
                    Size = table.Column<long>(type: "bigint", nullable: false),
                    Key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    AutoOpen = table.Column<bool>(type: "boolean", nullable: false),
                    PreventShare = table.Column<bool>(type: "boolean", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    CreatedUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ExpiresUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    AnsweredUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ReceivedFileId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FileOffers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Thumbnails",
                columns: table => new
                {
                    SourceKey = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Size = table.Column<int>(type: "integer", nullable: false),
                    Key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    CreatedUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Thumbnails", x => new { x.SourceKey, x.Size });
                });

            migrationBuilder.CreateIndex(
                name: "IX_FileOffers_FileId",
                table: "FileOffers",
                column: "FileId");

            migrationBuilder.CreateIndex(
                name: "IX_FileOffers_Key",
                table: "FileOffers",
                column: "Key");

            migrationBuilder.CreateIndex(
                name: "IX_FileOffers_ReceivedFileId",
                table: "FileOffers",
                column: "ReceivedFileId");

            migrationBuilder.CreateIndex(
                name: "IX_FileOffers_ReceiverId_Id",
                table: "FileOffers",
                columns: new[] { "ReceiverId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_FileOffers_SenderId_Id",
                table: "FileOffers",
                columns: new[] { "SenderId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_FileOffers_State_ExpiresUtc",
                table: "FileOffers",
                columns: new[] { "State", "ExpiresUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_Thumbnails_Key",
                table: "Thumbnails",
                column: "Key");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "FileOffers");

            migrationBuilder.DropTable(
                name: "Thumbnails");

            migrationBuilder.AlterColumn<string>(
                name: "NormalizedName",
                table: "GalleryFolders",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(192)",
                oldMaxLength: 192);
        }
    }
}
