// NestJS with @nestjs/jwt, as the article has it that tests/migration calls D: the refresh is a GET with the refresh
// token in the query, answered by `{ access_token, refresh_token }`, and the API is on another origin than the page.

import "reflect-metadata";
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Injectable,
  Module,
  Post,
  Query,
  Req,
  UnauthorizedException,
  UploadedFile,
  UseGuards,
  UseInterceptors,
  type CanActivate,
  type ExecutionContext,
} from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { JwtModule, JwtService } from "@nestjs/jwt";
import { FileInterceptor } from "@nestjs/platform-express";
import { randomUUID } from "node:crypto";
import { Control, LIFETIME } from "../support/control.mjs";

const control = new Control();

interface Request {
  headers: Record<string, string | undefined>;
  user?: { username: string };
}

@Injectable()
class LoginGuard implements CanActivate {
  constructor(@Inject(JwtService) private jwt: JwtService) {}

  canActivate(context: ExecutionContext) {
    const request = context.switchToHttp().getRequest<Request>();
    const [, token] = (request.headers["authorization"] ?? "").split(" ");
    try {
      request.user = this.jwt.verify(token ?? "");
      return true;
    } catch {
      throw new UnauthorizedException("The token has expired: log in again");
    }
  }
}

@Controller()
class AppController {
  constructor(@Inject(JwtService) private jwt: JwtService) {}

  @Post("user/login")
  @HttpCode(200)
  login(@Body() { username, password }: Record<string, string>) {
    if (!control.accepts(username, password))
      throw new UnauthorizedException("Wrong user name or password");
    return this.tokens(username!, control.open(username!));
  }

  @Get("user/refresh")
  refresh(@Query("refresh_token") token: string) {
    try {
      const { username, session } = this.jwt.verify(token);
      if (!control.isOpen(session)) throw new Error("revoked");
      return this.tokens(username, session);
    } catch {
      throw new UnauthorizedException("The token has expired: log in again");
    }
  }

  @Post("user/logout")
  @HttpCode(200)
  logout(@Body("refresh_token") token: string) {
    control.close(this.jwt.verify(token).session);
    return {};
  }

  @Get("me")
  @UseGuards(LoginGuard)
  me(@Req() request: Request) {
    return { name: request.user?.username };
  }

  @Post("upload")
  @UseGuards(LoginGuard)
  @UseInterceptors(FileInterceptor("file"))
  upload(@UploadedFile() file: { size: number }) {
    return { size: file.size };
  }

  private tokens(username: string, session: string) {
    const id = { jwtid: randomUUID() };
    return {
      access_token: this.jwt.sign({ username }, { ...id, expiresIn: LIFETIME }),
      refresh_token: this.jwt.sign(
        { username, session },
        { ...id, expiresIn: "7d" },
      ),
    };
  }
}

@Module({
  imports: [JwtModule.register({ secret: randomUUID() })],
  controllers: [AppController],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ["error"] });
app.enableCors();
app.use(control.middleware);
await app.listen(Number(process.env["PORT"]), "127.0.0.1");
